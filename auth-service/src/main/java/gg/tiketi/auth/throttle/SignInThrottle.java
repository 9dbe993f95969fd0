package gg.tiketi.auth.throttle;

import gg.tiketi.auth.platform.Digest;
import gg.tiketi.auth.platform.Origin;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Slows down guessing without locking anybody out. Three things are counted: one account at one address, one address, one
 * account. Where the account signed in before only the first counts, so whoever guesses elsewhere makes its owner wait
 * nowhere but at addresses new to them, and there a minute at most. Each attempt is counted before it is made and given back when
 * it was right, so that guesses made at once count as well. Without Redis nothing is counted and nobody is refused; the
 * bounded hashing pool still limits how fast anyone can guess.
 */
@ApplicationScoped
public class SignInThrottle {

    private static final Logger LOG = Logger.getLogger(SignInThrottle.class);

    private final ThrottleStore store;
    private final ThrottleConfig config;
    private final Clock clock;

    SignInThrottle(ThrottleStore store, ThrottleConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Counts an attempt that is about to be made; empty when it may be. Afterwards either {@link #succeeded} or, when
     * nothing was judged, {@link #giveBack} is called; after a failure nothing is.
     */
    public Uni<Optional<Duration>> begin(String email, Origin origin) {
        return store.isFamiliar(familiar(email, origin))
                .chain(familiar -> takeAll(counters(email, origin, familiar), 0))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure()
                .invoke(SignInThrottle::tell)
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    /** The attempt was a complete sign-in: the account's failures here are forgotten, the address is known to it. */
    public Uni<Void> succeeded(String email, Origin origin) {
        String key = familiar(email, origin);
        return counted(store.isFamiliar(key).chain(familiar -> {
            List<Counter> counters = counters(email, origin, familiar);
            return store.clear(counters.getFirst())
                    .chain(() -> giveBackFirst(counters, counters.size(), 1))
                    .chain(() -> store.makeFamiliar(key, config.familiar()));
        }));
    }

    /** Somebody showed in another way that the account is theirs: they need not wait for what others did elsewhere. */
    public Uni<Void> recognise(String email, Origin origin) {
        return counted(store.makeFamiliar(familiar(email, origin), config.familiar())
                .chain(() -> store.clear(counters(email, origin, true).getFirst())));
    }

    /** The attempt was not judged, or only half of it. */
    public Uni<Void> giveBack(String email, Origin origin) {
        return counted(store.isFamiliar(familiar(email, origin)).chain(familiar -> {
            List<Counter> counters = counters(email, origin, familiar);
            return giveBackFirst(counters, counters.size(), 0);
        }));
    }

    /** Takes one after the other; when one refuses, what was taken before is given back. */
    private Uni<Optional<Duration>> takeAll(List<Counter> counters, int next) {
        if (next == counters.size()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return store.take(counters.get(next), clock.instant())
                .chain(wait -> wait.isPresent()
                        ? giveBackFirst(counters, next, 0).replaceWith(wait)
                        : takeAll(counters, next + 1));
    }

    private Uni<Void> giveBackFirst(List<Counter> counters, int end, int from) {
        return from >= end
                ? Uni.createFrom().voidItem()
                : store.giveBack(counters.get(from)).chain(() -> giveBackFirst(counters, end, from + 1));
    }

    private List<Counter> counters(String email, Origin origin, boolean familiar) {
        String household = origin.household();
        Counter pair = counter("sign-in-pair", email + "|" + household, config.free(), config.longest());
        if (familiar) {
            return List.of(pair);
        }
        return List.of(
                pair,
                counter("sign-in-address", household, config.addressFree(), config.longest()),
                counter("sign-in-account", email, config.accountFree(), config.accountLongest()));
    }

    private Counter counter(String kind, String whose, int free, Duration longest) {
        return new Counter("limit:" + kind + ":" + digest(whose), free, config.first(), longest, config.forget());
    }

    private static String familiar(String email, Origin origin) {
        return "limit:familiar:" + digest(email + "|" + origin.household());
    }

    /** Without Redis nothing is counted. */
    private Uni<Void> counted(Uni<Void> write) {
        return write.ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure()
                .invoke(SignInThrottle::tell)
                .onFailure()
                .recoverWithUni(() -> Uni.createFrom().voidItem());
    }

    private static void tell(Throwable away) {
        LOG.debugf("failed sign-ins not counted reason=%s", away.getMessage());
    }

    /** A digest, because an e-mail address has no business in Redis. */
    private static String digest(String text) {
        return HexFormat.of().formatHex(Digest.sha256(text));
    }
}
