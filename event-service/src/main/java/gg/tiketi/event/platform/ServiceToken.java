package gg.tiketi.event.platform;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The secret by which services of the suite recognise each other. */
@ApplicationScoped
class ServiceToken {

    private static final int SHORTEST = 32;

    private final byte[] expected;

    ServiceToken(InternalConfig config) {
        if (config.token().length() < SHORTEST) {
            throw new IllegalStateException("tiketi.internal.token must have at least " + SHORTEST + " characters");
        }
        this.expected = ("Bearer " + config.token()).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the setting, so that a weak token stops the start and not the first call. */
    void checkAtStart(@Observes StartupEvent started) {}

    /** Whether the header carries the token; takes the same time wherever they differ. */
    boolean isCarriedBy(@Nullable String authorization) {
        return authorization != null && MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8));
    }
}
