package gg.tiketi.seat.claim;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.StoredSeat;
import gg.tiketi.seat.simulation.Answer;
import gg.tiketi.seat.simulation.Answer.Outcome;
import gg.tiketi.seat.simulation.Books;
import gg.tiketi.seat.simulation.CopyEntry;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.mutiny.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An event's seats in the real PostgreSQL and Redis. All of it happens in one transaction that never commits, so that no
 * schedule of the running service meddles.
 */
final class RealSeats implements AutoCloseable {

    private static final long NEVER = 0;
    private static final long HOUR = 3_600_000;

    private final Connection connection;
    private final RedisAPI redis;
    private final EventId event = new EventId(UUID.randomUUID());
    private final UUID[] accounts = new UUID[Refinement.ACCOUNTS];
    private final List<UUID> reservations = new ArrayList<>();
    private final List<UUID> payments = new ArrayList<>();
    private long made;

    /** A row of the outbox with its seats. */
    record OutboxRow(long id, List<StoredSeat> seats) {}

    RealSeats(Connection connection, RedisAPI redis) throws SQLException {
        this.connection = connection;
        this.redis = redis;
        connection.setAutoCommit(false);
        Arrays.setAll(accounts, i -> UUID.randomUUID());
        UUID plan = UUID.randomUUID();
        update("INSERT INTO seating_plan VALUES (?, 1, '{}')", plan);
        update(
                "INSERT INTO event VALUES (?, 1, 'PUBLISHED', false, 'k', 'e', 'k', 'e', now() + interval '9 days',"
                        + " now() + interval '10 days', ?, ?, 1)",
                event.value(),
                Refinement.MAX_SEATS_PER_PERSON,
                plan);
        update("INSERT INTO sale_window VALUES (?, now() - interval '1 day', now() + interval '1 day')", event.value());
        update(
                "INSERT INTO seat (event_id, position, label, section, price_tier)"
                        + " SELECT ?, i, 'A-1-' || i, 'A', 'R' FROM generate_series(0, ? - 1) AS i",
                event.value(),
                Refinement.SEATS);
    }

    EventId event() {
        return event;
    }

    /** The owner mark of a key: its number, so that it can be told from Redis again. */
    ClaimOwner owner(int key) {
        return new ClaimOwner("%022d".formatted(key));
    }

    /** As the service asks: what is plain in a batch, and whoever is passed over there alone. */
    Answer reserve(int account, int key, int seats, int pick, long change, long hold) {
        // Ascending, because lapsed reservations end in order of their ids.
        UUID id = new UUID(++made, UUID.randomUUID().getLeastSignificantBits());
        Answer answer = (pick == 0 ? inBatch(id, account, key, seats, change, hold) : Optional.<Answer>empty())
                .orElseGet(() -> alone(id, account, key, seats, pick, change, hold));
        if (answer.outcome() == Outcome.PLACED) {
            reservations.add(id);
        }
        return answer;
    }

    private Optional<Answer> inBatch(UUID id, int account, int key, int seats, long change, long hold) {
        return answers(
                        "SELECT 'PLACED', 201, body ->> 'id', NULL::int[], 0 FROM reserve_batch(?, ?, ?, ARRAY[?], ARRAY[?],"
                                + " ARRAY[?], ARRAY[?], ARRAY[1], ARRAY['{}'::jsonb], ARRAY[?], ARRAY[0], ARRAY[?], ARRAY[?],"
                                + " array_fill(1, ARRAY[?]), ?)",
                        event.value(),
                        change,
                        (int) hold,
                        accounts[account],
                        id,
                        UUID.randomUUID().toString(),
                        Integer.bitCount(seats),
                        owner(key).value(),
                        key(key),
                        hash("" + seats + 0),
                        Integer.bitCount(seats),
                        array(seats))
                .stream()
                .findFirst();
    }

    private Answer alone(UUID id, int account, int key, int seats, int pick, long change, long hold) {
        return answer(
                "SELECT outcome, status, body ->> 'id', taken, number FROM reserve(?, ?, ?, ?, ?, ?, ?, 1, '{}', ?, ?, 0, ?, ?)",
                event.value(),
                change,
                accounts[account],
                id,
                UUID.randomUUID().toString(),
                array(seats),
                pick,
                owner(key).value(),
                (int) hold,
                key(key),
                hash("" + seats + pick));
    }

    /** The seats of the reservation made last. */
    int seatsOfLast() {
        List<Integer> seats = new ArrayList<>();
        query(
                "SELECT position FROM reservation_seat WHERE reservation_id = ?",
                row -> seats.add(row.getInt(1)),
                reservations.getLast());
        return Refinement.mask(seats);
    }

    Answer expire(int reservation) {
        return ended("SELECT expire(?)", reservation);
    }

    Answer cancelForEvent(int reservation) {
        return ended("SELECT cancel_for_event(?)", reservation);
    }

    private Answer ended(String call, int reservation) {
        List<Boolean> ended = new ArrayList<>();
        query(call, row -> ended.add(row.getBoolean(1)), id(reservation));
        return new Answer(
                ended.getFirst() ? Outcome.DONE : Outcome.NOTHING, 0, ended.getFirst() ? reservation : 0, 0, 0);
    }

    Answer cancel(int reservation, int account, int key) {
        return answer(
                "SELECT outcome, status, body ->> 'id', NULL::int[], 0 FROM cancel(?, ?, ?, ?)",
                id(reservation),
                accounts[account],
                key(key),
                hash(reservation));
    }

    Answer startPayment(int reservation, int account, int key) {
        UUID id = UUID.randomUUID();
        Answer answer = answer(
                "SELECT outcome, status, body ->> 'id', NULL::int[], 0 FROM start_payment(?, ?, ?, 'card', ?, ?)",
                id(reservation),
                accounts[account],
                id,
                key(key),
                hash(reservation));
        if (answer.outcome() == Outcome.STARTED) {
            payments.add(id);
            return new Answer(Outcome.STARTED, 0, reservation, 0, 0);
        }
        return answer.outcome() == Outcome.NOT_PAYABLE ? new Answer(Outcome.NOT_PAYABLE, 0, 0, 0, 0) : answer;
    }

    Answer settle(int payment, boolean captured) {
        return answer(
                "SELECT outcome, status, body ->> 'id', NULL::int[], 0 FROM settle_payment(?, ?, 'r')",
                payments.get(payment - 1),
                captured);
    }

    Answer block(int block, int unblock) {
        return answer(
                "SELECT outcome, 0, NULL::text, taken, 0 FROM block_seats(?, ?, ?, ?)",
                event.value(),
                accounts[0],
                array(block),
                array(unblock));
    }

    void change(long change, boolean cancelled, boolean stopped) {
        update(
                "UPDATE event SET change_number = ?, state = ?, sale_stopped = ? WHERE id = ?",
                change,
                cancelled ? "CANCELLED" : "PUBLISHED",
                stopped,
                event.value());
    }

    void letTimePass(int reservation) {
        update(
                "UPDATE reservation SET expires_at = now() - interval '1 s', free_at = now() - interval '1 s' WHERE id = ?",
                id(reservation));
        update(
                "UPDATE seat SET free_at = now() - interval '1 s' WHERE reservation_id = ? AND free_at IS NOT NULL",
                id(reservation));
    }

    List<OutboxRow> outbox() {
        List<OutboxRow> rows = new ArrayList<>();
        query(
                "SELECT id, positions, revisions, state, owner, free_at FROM seat_outbox WHERE event_id = ? ORDER BY id",
                row -> {
                    Integer[] positions = (Integer[]) row.getArray(2).getArray();
                    Long[] revisions = (Long[]) row.getArray(3).getArray();
                    List<StoredSeat> seats = new ArrayList<>();
                    for (int i = 0; i < positions.length; i++) {
                        seats.add(Refinement.stored(
                                positions[i],
                                row.getInt(4),
                                row.getString(5),
                                instant(row.getTimestamp(6)),
                                revisions[i]));
                    }
                    rows.add(new OutboxRow(row.getLong(1), seats));
                },
                event.value());
        return rows;
    }

    void delete(List<OutboxRow> rows) {
        rows.forEach(row -> update("DELETE FROM seat_outbox WHERE id = ?", row.id()));
    }

    /** As a rebuild reads them. */
    List<StoredSeat> touchedSeats() {
        List<StoredSeat> seats = new ArrayList<>();
        query(
                "SELECT s.position, s.state, coalesce(r.owner, ''), s.free_at, s.revision FROM seat s"
                        + " LEFT JOIN reservation r ON r.id = s.reservation_id"
                        + " WHERE s.event_id = ? AND s.revision > 0 ORDER BY s.position",
                row -> seats.add(Refinement.stored(
                        row.getInt(1), row.getInt(2), row.getString(3), instant(row.getTimestamp(4)), row.getLong(5))),
                event.value());
        return seats;
    }

    /** Everything that PostgreSQL has, in words. */
    List<String> states() {
        List<String> states = new ArrayList<>();
        query(
                "SELECT position, state, reservation_id, free_at IS NULL, revision FROM seat WHERE event_id = ?"
                        + " ORDER BY position",
                row -> states.add("seat %d state %d of %d timeless %b revision %d"
                        .formatted(
                                row.getInt(1),
                                row.getInt(2),
                                number(row.getObject(3, UUID.class)),
                                row.getBoolean(4),
                                row.getLong(5))),
                event.value());
        for (int i = 0; i < reservations.size(); i++) {
            int number = i + 1;
            List<Integer> live = new ArrayList<>();
            query(
                    "SELECT position FROM reservation_seat WHERE reservation_id = ? AND live",
                    row -> live.add(row.getInt(1)),
                    reservations.get(i));
            query(
                    "SELECT status FROM reservation WHERE id = ?",
                    row -> states.add(
                            "reservation %d %s live %d".formatted(number, row.getString(1), Refinement.mask(live))),
                    reservations.get(i));
        }
        for (int i = 0; i < payments.size(); i++) {
            int number = i + 1;
            query(
                    "SELECT status FROM payment WHERE id = ?",
                    row -> states.add("payment %d %s".formatted(number, row.getString(1))),
                    payments.get(i));
        }
        return states;
    }

    /** The same words for what the model has. */
    static List<String> states(Books books, int seats) {
        List<String> states = new ArrayList<>();
        for (int position = 0; position < seats; position++) {
            Books.Seat seat = books.seat(position);
            states.add("seat %d state %d of %d timeless %b revision %d"
                    .formatted(position, seat.state(), seat.reservation(), seat.freeAt() == NEVER, seat.revision()));
        }
        for (int id = 1; id <= books.reservations(); id++) {
            Books.Reservation one = books.reservation(id);
            states.add("reservation %d %s live %d".formatted(id, one.status(), one.live()));
        }
        for (int id = 1; id <= books.payments(); id++) {
            states.add("payment %d %s".formatted(id, books.paymentStatus(id)));
        }
        return states;
    }

    /** What Redis has of a seat. */
    CopyEntry entry(int position) {
        Response entry = redis.hget(redisKey("seats"), "" + position).await().indefinitely();
        if (entry == null) {
            return new CopyEntry(0, 0, 0, 0, false);
        }
        String[] parts = entry.toString().split("\\|", -1);
        return new CopyEntry(
                Integer.parseInt(parts[0]),
                parts[1].isEmpty() ? 0 : Integer.parseInt(parts[1]),
                parts[2].isEmpty() ? 0 : Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                parts[4].equals("p"));
    }

    /** Makes every mark as old as if its deadline had passed. */
    void letMarksPass() {
        for (int position = 0; position < Refinement.SEATS; position++) {
            Response entry =
                    redis.hget(redisKey("seats"), "" + position).await().indefinitely();
            if (entry != null && entry.toString().endsWith("|p")) {
                String[] parts = entry.toString().split("\\|", -1);
                parts[2] = "1";
                put("seats", "" + position, String.join("|", parts));
                redis.zadd(List.of(redisKey("provisional"), "1", "" + position))
                        .await()
                        .indefinitely();
            }
        }
        Response owners = redis.hgetall(redisKey("owners")).await().indefinitely();
        for (String owner : owners.getKeys()) {
            if (!owners.get(owner).toString().equals("1")) {
                // "1" would mean a stored reservation.
                put("owners", owner, "2");
            }
        }
    }

    /** Takes fresh marks out of real time: they lapse when the test says so, however slow the machine is. */
    void keepMarks(ClaimOwner owner, int seats) {
        String later = Long.toString(System.currentTimeMillis() + HOUR);
        for (int position : Refinement.positions(seats)) {
            String[] parts = redis.hget(redisKey("seats"), "" + position)
                    .await()
                    .indefinitely()
                    .toString()
                    .split("\\|", -1);
            parts[2] = later;
            put("seats", "" + position, String.join("|", parts));
            redis.zadd(List.of(redisKey("provisional"), later, "" + position))
                    .await()
                    .indefinitely();
        }
        put("owners", owner.value(), later);
    }

    /** Takes a rebuild's mark out of real time. */
    void keepLoading() {
        redis.persist(redisKey("meta")).await().indefinitely();
    }

    private void put(String name, String field, String value) {
        redis.hset(List.of(redisKey(name), field, value)).await().indefinitely();
    }

    /** Empties what Redis has of the event. */
    void flush() {
        redis.del(List.of(redisKey("meta"), redisKey("seats"), redisKey("owners"), redisKey("provisional")))
                .await()
                .indefinitely();
    }

    @Override
    public void close() throws SQLException {
        flush();
        connection.rollback();
        connection.close();
    }

    private String redisKey(String name) {
        return "seat:{" + event + "}:" + name;
    }

    private static String key(int key) {
        return "refinement-" + key;
    }

    private static byte[] hash(Object body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<java.time.Instant> instant(Timestamp time) {
        return Optional.ofNullable(time).map(Timestamp::toInstant);
    }

    private UUID id(int reservation) {
        return reservations.get(reservation - 1);
    }

    private int number(UUID reservation) {
        return reservation == null ? 0 : 1 + reservations.indexOf(reservation);
    }

    private Array array(int mask) {
        try {
            return connection.createArrayOf("int4", Refinement.positions(mask).toArray());
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private Answer answer(String call, Object... values) {
        return answers(call, values).getFirst();
    }

    private List<Answer> answers(String call, Object... values) {
        List<Answer> answers = new ArrayList<>();
        query(
                call,
                row -> {
                    Outcome outcome = Outcome.valueOf(row.getString(1));
                    String id = row.getString(3);
                    Array taken = row.getArray(4);
                    answers.add(new Answer(
                            outcome,
                            row.getInt(2),
                            id == null ? 0 : number(UUID.fromString(id)),
                            taken == null || outcome != Outcome.TAKEN
                                    ? 0
                                    : Refinement.mask(Arrays.asList((Integer[]) taken.getArray())),
                            outcome == Outcome.LIMIT ? row.getInt(5) : 0));
                },
                values);
        return answers;
    }

    /** Takes one row. */
    interface Rows {
        void take(ResultSet row) throws SQLException;
    }

    private void query(String query, Rows rows, Object... values) {
        try (PreparedStatement statement = prepared(query, values);
                ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                rows.take(found);
            }
        } catch (SQLException broken) {
            throw new IllegalStateException(query, broken);
        }
    }

    private void update(String query, Object... values) {
        try (PreparedStatement statement = prepared(query, values)) {
            statement.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException(query, broken);
        }
    }

    private PreparedStatement prepared(String query, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
