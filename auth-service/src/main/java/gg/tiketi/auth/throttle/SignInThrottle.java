package gg.tiketi.auth.throttle;

import gg.tiketi.auth.platform.Digest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Slows down guessing: after some failures an e-mail and address pair waits for the rest of the window. Without Redis
 * nothing is counted and nobody is refused; the bounded hashing pool still limits how fast anyone can guess.
 */
@ApplicationScoped
public class SignInThrottle {

    private static final Logger LOG = Logger.getLogger(SignInThrottle.class);

    private final ThrottleStore store;
    private final ThrottleConfig config;

    SignInThrottle(ThrottleStore store, ThrottleConfig config) {
        this.store = store;
        this.config = config;
    }

    /** How long the pair must wait; empty when it may try. */
    public Uni<Optional<Duration>> waitOf(String email, String address) {
        return store.count(pair(email, address))
                .map(this::judge)
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure()
                .recoverWithItem(away -> unknown(away));
    }

    /** Counts a failed sign-in. */
    public Uni<Void> failed(String email, String address) {
        return forgiving(store.add(pair(email, address), config.window()));
    }

    /** Forgets the failures of a pair that signed in. */
    public Uni<Void> succeeded(String email, String address) {
        return forgiving(store.clear(pair(email, address)));
    }

    private Optional<Duration> judge(ThrottleStore.Count count) {
        return count.failures() < config.failures() ? Optional.empty() : Optional.of(count.left());
    }

    private Uni<Void> forgiving(Uni<Void> write) {
        return write.ifNoItem().after(config.timeout()).fail().onFailure().recoverWithUni(away -> {
            unknown(away);
            return Uni.createFrom().voidItem();
        });
    }

    private static Optional<Duration> unknown(Throwable away) {
        LOG.debugf("failed sign-ins not counted reason=%s", away.getMessage());
        return Optional.empty();
    }

    /** A digest, because an e-mail address has no business in Redis. */
    private static String pair(String email, String address) {
        return HexFormat.of().formatHex(Digest.sha256(email + "|" + address));
    }
}
