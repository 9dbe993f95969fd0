package gg.tiketi.deploy.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What must be true of an event after any load, asked of the database and of the public answer. */
final class Invariants {

    private static final Duration QUIET_LIMIT = Duration.ofMinutes(1);

    private static final String OUTBOX = "SELECT count(*) FROM seat.seat_outbox";

    private static final String SOLD_TWICE = """
            SELECT count(*) FROM (
                SELECT 1 FROM seat.reservation_seat WHERE event_id = ?::uuid AND live
                GROUP BY position HAVING count(*) > 1) twice
            """;

    private static final String OWNERLESS = """
            SELECT count(*) FROM seat.seat s
            LEFT JOIN seat.reservation_seat x ON x.event_id = s.event_id AND x.position = s.position AND x.live
            WHERE s.event_id = ?::uuid AND (s.state IN (1, 2)) <> (x.reservation_id IS NOT NULL)
               OR s.event_id = ?::uuid AND s.reservation_id IS DISTINCT FROM x.reservation_id
            """;

    private static final String MISCOUNTED = """
            SELECT count(*) FROM seat.reservation r WHERE r.event_id = ?::uuid AND r.seat_count <>
                (SELECT count(*) FROM seat.reservation_seat x WHERE x.reservation_id = r.id)
            """;

    private static final String OVER_LIMIT = """
            SELECT count(*) FROM (
                SELECT 1 FROM seat.reservation r JOIN seat.event e ON e.id = r.event_id
                WHERE r.event_id = ?::uuid AND r.status IN ('PENDING', 'PAYING', 'CONFIRMED')
                GROUP BY r.account_id, e.max_seats_per_person HAVING sum(r.seat_count) > e.max_seats_per_person) over
            """;

    private static final String TAKEN_SEATS =
            "SELECT count(*) FROM seat.seat WHERE event_id = ?::uuid AND state IN (1, 2)";

    private static final String STORED_KEYS =
            "SELECT count(*) FROM seat.idempotency WHERE key = ANY (?) AND status = 201";

    private final MeasuredSuite suite;
    private final Questions questions;
    private final ObjectMapper json = new ObjectMapper();

    Invariants(MeasuredSuite suite, Questions questions) {
        this.suite = suite;
        this.questions = questions;
    }

    /** Waits until every committed change has reached Redis, and the disk. */
    void awaitQuiet() throws SQLException {
        try (Connection connection = suite.database()) {
            Instant deadline = Instant.now().plus(QUIET_LIMIT);
            while (count(connection, OUTBOX) > 0) {
                if (Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException("the outbox is not empty after " + QUIET_LIMIT);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            connection.createStatement().execute("CHECKPOINT");
        }
    }

    /** Checks the event, and that the answers told what happened; returns what is wrong. */
    List<String> broken(SaleEvent event, RequestFile requests, LoadResult load) throws SQLException, IOException {
        List<String> broken = new ArrayList<>();
        try (Connection connection = suite.database()) {
            // What was sold a moment ago is not in the statistics yet, and a plan for empty tables takes minutes.
            connection
                    .createStatement()
                    .execute("ANALYZE seat.seat, seat.reservation, seat.reservation_seat, seat.idempotency");
            mustBeNone(broken, "seats with two live reservations", count(connection, SOLD_TWICE, event.id()));
            mustBeNone(
                    broken,
                    "seats that differ from their reservation",
                    count(connection, OWNERLESS, event.id(), event.id()));
            mustBeNone(broken, "reservations with a wrong seat count", count(connection, MISCOUNTED, event.id()));
            mustBeNone(broken, "people over the limit", count(connection, OVER_LIMIT, event.id()));
            checkCounts(broken, event, count(connection, TAKEN_SEATS, event.id()));
            checkAnswers(broken, connection, requests, load);
        }
        return broken;
    }

    private void checkCounts(List<String> broken, SaleEvent event, long taken) throws IOException {
        JsonNode counts = json.readTree(questions.get(Door.DIRECT, event.path() + "/seats"))
                .path("counts");
        long held = counts.path("held").asLong() + counts.path("sold").asLong();
        long total = held
                + counts.path("available").asLong()
                + counts.path("blocked").asLong();
        if (held != taken || total != event.labels().size()) {
            broken.add("the answer counts " + counts + ", the database " + taken + " taken of "
                    + event.labels().size());
        }
    }

    /** Each 201 has its row; a refusal has none; what was not answered may have one. */
    private static void checkAnswers(List<String> broken, Connection connection, RequestFile requests, LoadResult load)
            throws SQLException {
        List<String> won = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < load.answers().size() && i < requests.keys().size(); i++) {
            int status = load.answers().get(i);
            if (status == 201) {
                won.add(requests.keys().get(i));
            } else if (status == 409 || status == 422) {
                refused.add(requests.keys().get(i));
            }
        }
        long stored = stored(connection, won);
        if (stored != won.size()) {
            broken.add(won.size() + " were answered 201, " + stored + " are stored");
        }
        mustBeNone(broken, "refusals that are stored as reserved", stored(connection, refused));
    }

    private static void mustBeNone(List<String> broken, String what, long count) {
        if (count > 0) {
            broken.add(count + " " + what);
        }
    }

    private static long stored(Connection connection, List<String> keys) throws SQLException {
        try (PreparedStatement question = connection.prepareStatement(STORED_KEYS)) {
            question.setArray(1, connection.createArrayOf("text", keys.toArray()));
            return first(question);
        }
    }

    private static long count(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement question = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                question.setString(i + 1, values[i]);
            }
            return first(question);
        }
    }

    private static long first(PreparedStatement question) throws SQLException {
        try (ResultSet found = question.executeQuery()) {
            found.next();
            return found.getLong(1);
        }
    }
}
