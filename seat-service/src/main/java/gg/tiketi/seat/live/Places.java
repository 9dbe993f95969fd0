package gg.tiketi.seat.live;

import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.seat.platform.AccountKey;
import gg.tiketi.seat.platform.SeatProblem;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many watch on this node: in all, from each address, of each account. Every place taken is given back once. */
final class Places {

    private final LiveConfig config;
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<AccountKey, Integer> byAccount = new ConcurrentHashMap<>();

    Places(LiveConfig config) {
        this.config = config;
    }

    AtomicInteger taken() {
        return taken;
    }

    /** Takes a place for a connection from the address; otherwise tells why there is none. */
    Optional<Problem> take(String address) {
        if (taken.incrementAndGet() > config.maxWatchers()) {
            taken.decrementAndGet();
            return Optional.of(Problem.unavailable(config.retryAfter()));
        }
        if (!isBelow(byAddress, address, config.maxWatchersPerAddress())) {
            taken.decrementAndGet();
            return Optional.of(Problem.of(SeatProblem.TOO_MANY_WATCHERS).retryAfter(config.retryAfter()));
        }
        return Optional.empty();
    }

    /** Gives the connection's place back. */
    void free(String address) {
        taken.decrementAndGet();
        free(byAddress, address);
    }

    /** Takes one of the account's places; false when it has none left. */
    boolean take(AccountKey account) {
        return isBelow(byAccount, account, config.maxWatchersPerAccount());
    }

    /** Gives the account's place back. */
    void free(AccountKey account) {
        free(byAccount, account);
    }

    private static <K> boolean isBelow(Map<K, Integer> counts, K key, int limit) {
        boolean[] taken = {false};
        counts.compute(key, (same, count) -> {
            int now = count == null ? 0 : count;
            taken[0] = now < limit;
            return taken[0] ? Integer.valueOf(now + 1) : count;
        });
        return taken[0];
    }

    private static <K> void free(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
}
