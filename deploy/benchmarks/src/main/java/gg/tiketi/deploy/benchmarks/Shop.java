package gg.tiketi.deploy.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes events of any size as event-service does, into its schema: plan, event, prices, an open sale, a line in the
 * change feed. From there on seat-service takes the usual way.
 */
final class Shop {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String INSERT_VENUE = """
            INSERT INTO event.venue (id, name_ko, name_en, city_ko, city_en)
            VALUES (?::uuid, '측정관', 'Gauge Hall', '서울', 'Seoul') ON CONFLICT DO NOTHING
            """;

    private static final String INSERT_PLAN = """
            INSERT INTO event.seating_plan (id, version, venue_id, capacity, document)
            VALUES (?::uuid, 1, ?::uuid, ?, ?::json)
            """;

    private static final String INSERT_TIER =
            "INSERT INTO event.plan_tier (plan_id, plan_version, name, capacity) VALUES (?::uuid, 1, ?, ?)";

    private static final String PUBLISH = """
            WITH published AS (
                INSERT INTO event.event (id, title_ko, title_en, artist_ko, artist_en, description_ko, description_en,
                    category, plan_id, plan_version, starts_at, ends_at, age_limit, running_minutes,
                    max_seats_per_person)
                VALUES (?::uuid, '측정', 'Measured', '측정', 'Measured', '', '', 'concert', ?::uuid, 1,
                    now() + interval '30 days', now() + interval '30 days 2 hours', 0, 120, ?)
                RETURNING id, plan_id),
            priced AS (
                INSERT INTO event.price_tier (event_id, position, name, price)
                SELECT published.id, 1, tier.name, 100000 FROM published JOIN event.plan_tier tier USING (plan_id))
            INSERT INTO event.sale_window (event_id, position, name_ko, name_en, opens_at, closes_at)
            SELECT id, 1, '일반 예매', 'General sale', now() - interval '1 hour', now() + interval '29 days'
            FROM published
            """;

    private static final String RECORD_CHANGE = "SELECT event.record_change(?::uuid)";

    private static final String IS_TAKEN = "SELECT 1 FROM seat.event WHERE id = ?::uuid";

    private final MeasuredSuite suite;
    private final Questions questions;
    private final String venue = UUID.randomUUID().toString();

    Shop(MeasuredSuite suite, Questions questions) {
        this.suite = suite;
        this.questions = questions;
    }

    /** An event on sale, with so many seats in one price tier, as soon as seat-service knows it. */
    SaleEvent publish(HallShape shape, int maxSeatsPerPerson) throws SQLException, IOException {
        String plan = UUID.randomUUID().toString();
        String event = UUID.randomUUID().toString();
        List<String> labels = shape.labels();
        try (Connection connection = suite.database()) {
            connection.setAutoCommit(false);
            execute(connection, "SET search_path = event");
            execute(connection, INSERT_VENUE, venue);
            execute(connection, INSERT_PLAN, plan, venue, labels.size(), shape.document(plan, venue));
            execute(connection, INSERT_TIER, plan, HallShape.TIER, labels.size());
            connection.commit();
            execute(connection, PUBLISH, event, plan, maxSeatsPerPerson);
            try (PreparedStatement change = prepare(connection, RECORD_CHANGE, event)) {
                change.executeQuery();
            }
            connection.commit();
            connection.setAutoCommit(true);
            Instant published = Instant.now();
            await(connection, event, published);
            long readyMillis = Duration.between(published, Instant.now()).toMillis();
            return new SaleEvent(event, labels, readyMillis);
        }
    }

    private void await(Connection connection, String event, Instant since) throws SQLException, IOException {
        while (!isTaken(connection, event)
                || questions.status(Door.DIRECT, "/api/events/" + event + "/seat-map") != 200) {
            if (Instant.now().isAfter(since.plus(LIMIT))) {
                throw new IllegalStateException("seat-service did not take the event in " + LIMIT);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static boolean isTaken(Connection connection, String event) throws SQLException {
        try (PreparedStatement question = prepare(connection, IS_TAKEN, event);
                ResultSet found = question.executeQuery()) {
            return found.next();
        }
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
