package gg.tiketi.system.engine;

import gg.tiketi.system.history.HistoryChecker;
import gg.tiketi.system.history.Violation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What the checker found in one run.
 *
 * @param taken from the beginning of the run until it was found
 * @param violations everything that is wrong
 */
record SabotageResult(Duration taken, List<Violation> violations) {

    boolean finds(String rule) {
        return violations.stream().anyMatch(violation -> violation.rule().equals(rule));
    }

    /** What was done to the event's seats must not be looked at again. */
    static void retire(Connection connection, TestEvent event) throws SQLException {
        for (String sql : List.of(
                "UPDATE seat.payment p SET status = 'DECLINED' FROM seat.reservation r"
                        + " WHERE r.id = p.reservation_id AND r.event_id = '%s'",
                "UPDATE seat.reservation SET status = 'CANCELLED', ended_at = now() WHERE event_id = '%s'",
                "UPDATE seat.reservation_seat SET live = false WHERE event_id = '%s'",
                "UPDATE seat.seat SET state = 0, reservation_id = NULL, free_at = NULL, revision = revision + 1"
                        + " WHERE event_id = '%s'",
                "DELETE FROM seat.seat_outbox WHERE event_id = '%s'")) {
            TestEvent.change(connection, sql.formatted(event.id()));
        }
    }

    /** Looks at the time of a run. */
    static final class Watch {

        /** An intact run settles in a moment; a sabotaged one may never. */
        private static final Duration SETTLING = Duration.ofSeconds(15);

        private final Instant begun = Instant.now();

        void awaitTime(Duration time) {
            LockSupport.parkNanos(time.toNanos());
        }

        /** Looks at once for a breach of this rule, which needs no quiet to be one, and only then waits for quiet. */
        SabotageResult find(String rule, Engine engine, TestEvent event, Ledger ledger) throws SQLException {
            SabotageResult result = check(engine, event, ledger, Duration.ZERO);
            return result.finds(rule) ? result : check(engine, event, ledger);
        }

        SabotageResult check(Engine engine, TestEvent event, Ledger ledger) throws SQLException {
            return check(engine, event, ledger, SETTLING);
        }

        private SabotageResult check(Engine engine, TestEvent event, Ledger ledger, Duration settling)
                throws SQLException {
            List<Violation> found =
                    HistoryChecker.check(ledger.calls(), new BooksReader(engine, List.of(event)).settled(settling));
            return new SabotageResult(Duration.between(begun, Instant.now()), found);
        }
    }
}
