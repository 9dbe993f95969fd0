package gg.tiketi.system.engine;

import gg.tiketi.system.history.Books;
import gg.tiketi.system.history.Call;
import gg.tiketi.system.history.HistoryChecker;
import gg.tiketi.system.history.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** A crowd that buys while processes are killed and stopped, and the history of it checked. */
final class FaultRun {

    private static final int BUYERS = 20;
    private static final int LIMIT_PER_PERSON = 3;
    private static final int LONGEST_QUIET_MILLIS = 800;
    private static final Duration SETTLING = Duration.ofSeconds(120);

    private final Engine engine;
    private final long seed;
    private final Random random;
    private final Duration longest;
    private final Ledger ledger = new Ledger();
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);

    /** One with this seed that begins no further fault after so long. */
    FaultRun(Engine engine, long seed, Duration longest) {
        this.engine = engine;
        this.seed = seed;
        this.random = new Random(seed);
        this.longest = longest;
    }

    /**
     * What came of it.
     *
     * @param seed what the faults were drawn from
     * @param kills processes that were killed
     * @param struck how often each fault happened
     * @param calls requests that were made
     * @param acknowledged reservations that were acknowledged
     * @param taken time it took
     * @param violations what is wrong
     */
    record Result(
            long seed,
            int kills,
            Map<Fault, Integer> struck,
            int calls,
            long acknowledged,
            Duration taken,
            List<Violation> violations) {

        long violations(String rule) {
            return violations.stream().filter(one -> one.rule().equals(rule)).count();
        }

        @Override
        public String toString() {
            return "seed=" + seed + " kills=" + kills + " faults=" + struck + " calls=" + calls
                    + " acknowledgedReservations=" + acknowledged + " lost=" + violations("S4") + " doubleClaims="
                    + violations("S1") + " violations=" + violations.size() + " seconds=" + taken.toSeconds();
        }
    }

    /** Strikes until so many processes were killed. */
    Result untilKills(int wanted) throws Exception {
        Instant begun = Instant.now();
        TestEvent event = engine.event("faults " + seed, LIMIT_PER_PERSON);
        try (Crowd crowd = Crowd.start(engine, event, ledger, BUYERS, seed)) {
            List<Fault> round = new ArrayList<>();
            while (kills() < wanted && Instant.now().isBefore(begun.plus(longest))) {
                if (round.isEmpty()) {
                    round.addAll(nextRound());
                    Collections.shuffle(round, random);
                }
                Fault next = round.removeFirst();
                LockSupport.parkNanos(
                        Duration.ofMillis(random.nextInt(LONGEST_QUIET_MILLIS)).toNanos());
                next.strike(engine);
                struck.merge(next, 1, Integer::sum);
            }
            crowd.finish();
        }
        Books books = new BooksReader(engine, List.of(event)).settled(SETTLING);
        return new Result(
                seed,
                kills(),
                struck,
                ledger.calls().size(),
                ledger.acknowledged(Call.Kind.RESERVE),
                Duration.between(begun, Instant.now()),
                HistoryChecker.check(ledger.calls(), books));
    }

    /** Each of them once, so that a short run has all; from then on by weight. */
    private List<Fault> nextRound() {
        List<Fault> round = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            round.addAll(Collections.nCopies(struck.isEmpty() ? 1 : fault.weight(), fault));
        }
        return round;
    }

    private int kills() {
        return struck.entrySet().stream()
                .filter(entry -> entry.getKey().isKill())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
