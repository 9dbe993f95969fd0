package gg.tiketi.auth.token;

import gg.tiketi.auth.platform.SecretFile;
import gg.tiketi.auth.platform.StartRefused;
import gg.tiketi.defaults.token.VerificationKeys;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The keys this node signs and verifies with, kept equal to the key folder. */
@ApplicationScoped
public class SigningKeys implements VerificationKeys {

    private static final Logger LOG = Logger.getLogger(SigningKeys.class);
    private static final int BEFORE_EVERYTHING_ELSE = 1;
    private static final Duration RETIRE_MARGIN = Duration.ofMinutes(15);

    private final SigningConfig config;
    private final Clock clock;
    private volatile @Nullable KeyRing ring;

    SigningKeys(SigningConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    void load(@Observes @Priority(BEFORE_EVERYTHING_ELSE) StartupEvent started) {
        Path folder = config.keyFolder()
                .orElseThrow(
                        () -> StartRefused.because("set TIKETI_AUTH_KEY_FOLDER to the folder of its signing keys"));
        try {
            SecretFile.createFolder(folder);
            ring = new KeyRing(new KeyFolder(folder).readOrCreate(clock.instant()));
        } catch (IOException | UncheckedIOException | IllegalArgumentException unusable) {
            LOG.debug("key folder unusable", unusable);
            throw StartRefused.because(
                    "the key folder " + folder + " must be writable and hold only good keys: " + unusable.getMessage());
        }
        LOG.infof("signing keys loaded count=%d", ring().keys().size());
    }

    /**
     * Rotates the keys when one is due and takes over what was added or removed; a folder that cannot be read changes
     * nothing.
     */
    @Scheduled(every = "{tiketi.auth.key-reload}", delayed = "{tiketi.auth.key-reload}")
    void reload() {
        try {
            List<SigningKey> found =
                    new KeyFolder(config.keyFolder().orElseThrow()).rotate(clock.instant(), rotation());
            if (!found.isEmpty()) {
                ring = new KeyRing(found);
            }
        } catch (UncheckedIOException | IllegalArgumentException unusable) {
            LOG.warnf("key folder not read, keeping the known keys reason=%s", unusable.getMessage());
        }
    }

    /**
     * After publishing, the next key signs; the last token of the one before then lives for its time. The margin covers
     * nodes that read the folder late and clocks that differ.
     */
    private KeyFolder.Rotation rotation() {
        Duration retire = config.keyPublishAhead().plus(AccessTokens.LONGEST).plus(RETIRE_MARGIN);
        return new KeyFolder.Rotation(config.keyRotateEvery(), retire);
    }

    @Override
    public Optional<PublicKey> byKeyId(String keyId) {
        return ring().find(keyId).map(SigningKey::publicKey);
    }

    @Override
    public boolean isReady() {
        return ring != null;
    }

    /** The key to sign with now. */
    SigningKey signer() {
        return ring().signer(clock.instant(), config.keyPublishAhead());
    }

    /** Every key that may have signed a token still in use. */
    List<SigningKey> published() {
        return ring().keys();
    }

    private KeyRing ring() {
        KeyRing known = ring;
        if (known == null) {
            throw new IllegalStateException("keys are loaded at start");
        }
        return known;
    }
}
