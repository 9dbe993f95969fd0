package gg.tiketi.system.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;

/**
 * A closed gate in the database, where the next transaction that comes by with this event's seats waits until the gate
 * opens: triggers that the superuser has put up, and an advisory lock that the test holds. Rows held by the test itself
 * are the gate before all others.
 */
final class Gate implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(5);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

    /** Where a transaction can be made to wait. */
    enum Point {
        /** Before it has the rows. */
        LOCK,
        /** After it has looked at everything, before it changes a seat. */
        CHECK,
        /** After it has changed everything, before it commits. */
        COMMIT,
        /** The provider, before it takes any money. */
        CAPTURE
    }

    private static final String INSTALL = """
            CREATE SCHEMA IF NOT EXISTS gate;
            GRANT USAGE ON SCHEMA gate TO PUBLIC;
            CREATE TABLE IF NOT EXISTS gate.closed (event_id uuid, point text, PRIMARY KEY (event_id, point));
            CREATE OR REPLACE FUNCTION gate.pass(p_event uuid, p_point text) RETURNS void
            LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                IF EXISTS (SELECT 1 FROM gate.closed c WHERE c.event_id = p_event AND c.point = p_point) THEN
                    PERFORM pg_advisory_xact_lock_shared(hashtextextended(p_event || p_point, 7));
                END IF;
            END $$;
            CREATE OR REPLACE FUNCTION gate.at_seat() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                PERFORM gate.pass(NEW.event_id, TG_ARGV[0]);
                RETURN NEW;
            END $$;
            CREATE OR REPLACE FUNCTION gate.at_provider() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                PERFORM gate.pass((SELECT r.event_id FROM seat.payment p JOIN seat.reservation r ON r.id = p.reservation_id
                                   WHERE p.id = NEW.payment_id), 'CAPTURE');
                RETURN NEW;
            END $$;
            CREATE OR REPLACE TRIGGER gate_check BEFORE UPDATE ON seat.seat
                FOR EACH ROW EXECUTE FUNCTION gate.at_seat('CHECK');
            DROP TRIGGER IF EXISTS gate_commit ON seat.seat;
            CREATE CONSTRAINT TRIGGER gate_commit AFTER UPDATE ON seat.seat DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION gate.at_seat('COMMIT');
            CREATE OR REPLACE TRIGGER gate_capture BEFORE INSERT ON seat.simulated_provider
                FOR EACH ROW EXECUTE FUNCTION gate.at_provider();
            """;

    private static final String REMOVE = """
            DROP TRIGGER IF EXISTS gate_check ON seat.seat;
            DROP TRIGGER IF EXISTS gate_commit ON seat.seat;
            DROP TRIGGER IF EXISTS gate_capture ON seat.simulated_provider;
            DROP SCHEMA IF EXISTS gate CASCADE;
            """;

    private static final String STANDING = """
            WITH waiting AS MATERIALIZED (
                SELECT pid, pg_blocking_pids(pid) AS others FROM pg_stat_activity WHERE wait_event_type = 'Lock')
            SELECT count(*) FROM waiting w
            WHERE %1$d = ANY (w.others)
               OR EXISTS (SELECT 1 FROM waiting o WHERE o.pid = ANY (w.others) AND %1$d = ANY (o.others))
            """;

    private static final String LOCK_SEATS = "SELECT 1 FROM seat.seat WHERE event_id = ? ORDER BY position FOR UPDATE";

    private static final String LOCK_ADVISORY = "SELECT pg_advisory_lock(hashtextextended(?::text || ?, 7))";

    private final Engine engine;
    private final TestEvent event;
    private final Point point;
    private final Connection connection;
    private final long holder;

    private Gate(Engine engine, TestEvent event, Point point) throws SQLException {
        this.engine = engine;
        this.event = event;
        this.point = point;
        this.connection = engine.connect();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT pg_backend_pid()")) {
            found.next();
            this.holder = found.getLong(1);
        }
    }

    /** Puts the triggers up; to be done once before any gate is closed. */
    static void install(Engine engine) throws SQLException {
        engine.change(INSTALL);
    }

    /** Takes the triggers away. */
    static void remove(Engine engine) throws SQLException {
        engine.change(REMOVE);
    }

    /** Closes the gate for the event. */
    static Gate close(Engine engine, TestEvent event, Point point) throws SQLException {
        Gate gate = new Gate(engine, event, point);
        if (point == Point.LOCK) {
            gate.connection.setAutoCommit(false);
            gate.run(LOCK_SEATS, event.id());
        } else {
            gate.run(LOCK_ADVISORY, event.id(), point.name());
            TestEvent.change(
                    gate.connection, "INSERT INTO gate.closed VALUES ('%s', '%s')".formatted(event.id(), point.name()));
        }
        return gate;
    }

    private void run(String query, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** Waits until somebody stands before the gate, or until the one who should come is done without. */
    void awaitSomebody(Future<?> coming) {
        Awaitility.await("somebody at the gate " + point)
                .atMost(LIMIT)
                .pollInterval(STEP)
                .until(() -> coming.isDone() || standing() > 0);
    }

    /**
     * Waits until one more stands here, or until the one who should come is done without. Not for long: seat-service's
     * own sweep comes and goes here as well, so the number may never be higher.
     */
    void awaitOneMore(long known, Future<?> coming) {
        Instant latest = Instant.now().plus(LONG_ENOUGH);
        Awaitility.await("one more at the gate " + point)
                .atMost(LIMIT)
                .pollInterval(STEP)
                .until(() ->
                        coming.isDone() || standing() > known || Instant.now().isAfter(latest));
    }

    /** Sessions that wait for the gate, or for somebody who does. */
    long standing() throws SQLException {
        return engine.number(STANDING.formatted(holder));
    }

    /** Those who come from now on pass; who stands here still waits. */
    void letOthersPass() throws SQLException {
        if (point != Point.LOCK) {
            TestEvent.change(connection, "DELETE FROM gate.closed WHERE event_id = '" + event.id() + "'");
        }
    }

    /** Opens the gate. */
    @Override
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            letOthersPass();
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            connection.close();
        }
    }
}
