package gg.tiketi.system.engine;

import gg.tiketi.system.Answer;
import gg.tiketi.system.Seats;
import gg.tiketi.system.history.Books;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads the books of some events, once nothing is under way any more: the database's and what everybody is shown. */
final class BooksReader {

    private static final Duration STEP = Duration.ofMillis(100);

    private static final String UNSETTLED = """
            SELECT (SELECT count(*) FROM seat.payment p JOIN seat.reservation r ON r.id = p.reservation_id
                    WHERE r.event_id = ANY (?) AND p.status IN ('STARTED', 'REFUND_DUE'))
                 + (SELECT count(*) FROM seat.seat_outbox WHERE event_id = ANY (?))
                 + (SELECT count(*) FROM seat.reservation r JOIN seat.event e ON e.id = r.event_id
                    WHERE e.id = ANY (?) AND e.state = 'CANCELLED'
                      AND r.status IN ('OFFERED', 'PENDING', 'PAYING', 'CONFIRMED'))
            """;

    private static final String SEATS = """
            SELECT event_id, position, label, state, reservation_id FROM seat.seat WHERE event_id = ANY (?)
            ORDER BY event_id, position
            """;

    private static final String RESERVATIONS = """
            SELECT id, event_id, account_id, owner, status, seat_count, amount, created_at, expires_at, ended_at
            FROM seat.reservation WHERE event_id = ANY (?)
            """;

    private static final String PLACES = """
            SELECT reservation_id, event_id, position, live FROM seat.reservation_seat WHERE event_id = ANY (?)
            """;

    private static final String PAYMENTS = """
            SELECT p.id, p.reservation_id, p.account_id, p.amount, p.status
            FROM seat.payment p JOIN seat.reservation r ON r.id = p.reservation_id WHERE r.event_id = ANY (?)
            """;

    private static final String PROVIDER = """
            SELECT b.payment_id, b.amount, b.status FROM seat.simulated_provider b
            LEFT JOIN seat.payment p ON p.id = b.payment_id LEFT JOIN seat.reservation r ON r.id = p.reservation_id
            WHERE r.id IS NULL OR r.event_id = ANY (?)
            """;

    private static final String STEPS = """
            SELECT t.reservation_id, t.kind, t.actor
            FROM seat.timeline t JOIN seat.reservation r ON r.id = t.reservation_id
            WHERE r.event_id = ANY (?) ORDER BY t.reservation_id, t.ordinal
            """;

    private final Engine engine;
    private final Map<UUID, TestEvent> events = new HashMap<>();

    BooksReader(Engine engine, Collection<TestEvent> events) {
        this.engine = engine;
        events.forEach(event -> this.events.put(event.id(), event));
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The books when all is quiet, or as they are after so long a wait: the checker tells what is not right then. */
    Books settled(Duration longest) throws SQLException {
        Instant deadline = Instant.now().plus(longest);
        try (Connection connection = engine.connect()) {
            while (count(connection) > 0 && Instant.now().isBefore(deadline)) {
                LockSupport.parkNanos(STEP.toNanos());
            }
            Books books = read(connection);
            while (!isShownRight(books) && Instant.now().isBefore(deadline)) {
                LockSupport.parkNanos(STEP.toNanos());
                books = read(connection);
            }
            return books;
        }
    }

    private long count(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNSETTLED)) {
            for (int i = 1; i <= 3; i++) {
                statement.setArray(
                        i, connection.createArrayOf("uuid", events.keySet().toArray()));
            }
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    private static boolean isShownRight(Books books) {
        Map<UUID, List<Integer>> stored = new HashMap<>();
        books.seats().forEach(seat -> stored.computeIfAbsent(seat.event(), id -> new ArrayList<>())
                .add(seat.state()));
        return books.shown().entrySet().stream().allMatch(shown -> stored.getOrDefault(shown.getKey(), List.of())
                .subList(0, shown.getValue().size())
                .equals(shown.getValue()));
    }

    private Books read(Connection connection) throws SQLException {
        Map<UUID, List<Integer>> shown = new HashMap<>();
        Map<UUID, Integer> limits = new HashMap<>();
        for (TestEvent event : events.values()) {
            Answer answer = engine.client().get(event.path() + "/seats");
            if (answer.status() == 200) {
                shown.put(
                        event.id(),
                        Seats.read(answer.body(), event.labels().size()).states());
            } else {
                shown.put(event.id(), List.of());
            }
            limits.put(event.id(), event.limit());
        }
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
            return new Books(
                    limits,
                    list(connection, SEATS, BooksReader::toSeat),
                    list(connection, RESERVATIONS, BooksReader::toReservation),
                    list(connection, PLACES, BooksReader::toPlace),
                    list(connection, PAYMENTS, BooksReader::toPayment),
                    list(connection, PROVIDER, BooksReader::toEntry),
                    list(connection, STEPS, BooksReader::toStep),
                    shown);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private <T> List<T> list(Connection connection, String query, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(
                    1, connection.createArrayOf("uuid", events.keySet().toArray()));
            List<T> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
            }
            return all;
        }
    }

    private static Books.Seat toSeat(ResultSet row) throws SQLException {
        return new Books.Seat(
                id(row, "event_id"),
                row.getInt("position"),
                row.getString("label"),
                row.getInt("state"),
                row.getObject("reservation_id", UUID.class));
    }

    private static Books.Reservation toReservation(ResultSet row) throws SQLException {
        return new Books.Reservation(
                id(row, "id"),
                id(row, "event_id"),
                id(row, "account_id"),
                row.getString("owner"),
                row.getString("status"),
                row.getInt("seat_count"),
                row.getInt("amount"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                instant(row, "ended_at"));
    }

    private static Books.Place toPlace(ResultSet row) throws SQLException {
        return new Books.Place(
                id(row, "reservation_id"), id(row, "event_id"), row.getInt("position"), row.getBoolean("live"));
    }

    private static Books.Payment toPayment(ResultSet row) throws SQLException {
        return new Books.Payment(
                id(row, "id"),
                id(row, "reservation_id"),
                id(row, "account_id"),
                row.getInt("amount"),
                row.getString("status"));
    }

    private static Books.Entry toEntry(ResultSet row) throws SQLException {
        return new Books.Entry(id(row, "payment_id"), row.getInt("amount"), row.getString("status"));
    }

    private static Books.Step toStep(ResultSet row) throws SQLException {
        return new Books.Step(id(row, "reservation_id"), row.getString("kind"), row.getString("actor"));
    }

    private static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
