package gg.tiketi.system.engine;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import gg.tiketi.system.history.Violation;
import gg.tiketi.system.history.WaitlistRules;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An event whose tier R is sold out, people who wait for it at several nodes, owners who give seats up, and passers-by who
 * try to be quicker. What they do is drawn from a seed; when it happens is not.
 */
final class WaitlistCrowd implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(60);
    /** Seats of section A, whose tier is R. */
    private static final int SEATS = 40;

    private final Engine engine;
    private final TestEvent event;
    private final List<String> nodes;
    private final SplittableRandom seeds;
    private final Map<UUID, Owned> owned = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<WaitlistRules.Told> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sniped = new AtomicInteger();
    private final ExecutorService threads = Threads.pool();
    private final List<Future<?>> people = new ArrayList<>();
    private volatile boolean running = true;

    private record Owned(Client owner, UUID reservation) {}

    WaitlistCrowd(Engine engine, TestEvent event, List<String> nodes, long seed) {
        this.engine = engine;
        this.event = event;
        this.nodes = nodes;
        this.seeds = new SplittableRandom(seed);
    }

    /** Sells all seats of the tier in groups of one to four; every other reservation is paid for. */
    void sellOut() throws SQLException {
        engine.change("INSERT INTO seat.waitlist_rule (event_id, offer_ms) VALUES ('" + event.id() + "', 2000)");
        int at = 0;
        while (at < SEATS) {
            int size = Math.min(1 + seeds.nextInt(4), SEATS - at);
            Client owner = engine.person(UUID.randomUUID(), nodes.getFirst());
            Answer placed = owner.postOnce(
                    event.path() + "/reservations",
                    Map.of("seats", event.labels().subList(at, at + size)));
            if (placed.status() != 201) {
                throw new AssertionError(placed.text());
            }
            UUID id = UUID.fromString(placed.body().path("id").asText());
            if (seeds.nextBoolean()) {
                owner.postOnce("/api/reservations/" + id + "/payments", Map.of("method", "card"));
            }
            owned.put(id, new Owned(owner, id));
            at += size;
        }
    }

    /** So many come one after the other, and stay until they have what they want or have had enough. */
    void wait(int size, Duration over) {
        for (int i = 0; i < size; i++) {
            SplittableRandom random = seeds.split();
            long due = System.nanoTime() + over.toNanos() * i / size;
            people.add(threads.submit(() -> {
                LockSupport.parkNanos(due - System.nanoTime());
                waitAt(nodes.get(random.nextInt(nodes.size())), random);
            }));
        }
    }

    /** So many try to buy seats of the tier all the time. */
    void passBy(int size) {
        for (int i = 0; i < size; i++) {
            SplittableRandom random = seeds.split();
            people.add(threads.submit(() -> {
                while (running) {
                    Client passerBy = engine.person(UUID.randomUUID(), nodes.get(random.nextInt(nodes.size())));
                    int first = random.nextInt(SEATS);
                    Answer answer = asked(() -> passerBy.postOnce(
                            event.path() + "/reservations",
                            Map.of(
                                    "seats",
                                    event.labels().subList(first, Math.min(SEATS, first + 1 + random.nextInt(2))))));
                    if (answer != null && answer.status() == 201) {
                        sniped.incrementAndGet();
                    }
                    LockSupport.parkNanos(PAUSE.toNanos() / 3);
                }
            }));
        }
    }

    /** The owners give their seats up, one after the other; a part lets a hold lapse instead. */
    void giveUp(Duration over) {
        List<Owned> all = new ArrayList<>(owned.values());
        for (Owned one : all) {
            if (seeds.nextInt(4) > 0) {
                asked(() -> one.owner().deleteOnce("/api/reservations/" + one.reservation()));
            }
            LockSupport.parkNanos(over.toNanos() / all.size());
        }
    }

    /** Everybody stops. */
    void finish() throws Exception {
        running = false;
        for (Future<?> one : people) {
            one.get();
        }
    }

    /** How often a passer-by got seats, which is fair where they do for nobody who waits. */
    int bought() {
        return sniped.get();
    }

    private void waitAt(String node, SplittableRandom random) {
        UUID account = UUID.randomUUID();
        Client person = engine.person(account, node);
        Map<String, Object> wish =
                Map.of("priceTier", "R", "groupSize", 1 + random.nextInt(3), "adjacent", random.nextBoolean());
        while (running) {
            Answer joined = asked(() -> person.send("POST", event.path() + "/waitlist", wish, Map.of()));
            if (joined != null && joined.status() == 201) {
                told.add(new WaitlistRules.Told(
                        account, joined.body().path("place").asInt()));
                stay(person, random);
                return;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void stay(Client person, SplittableRandom random) {
        int what = random.nextInt(10);
        while (running) {
            Answer seen = asked(() -> person.get(event.path() + "/waitlist"));
            JsonNode entry = seen == null ? null : seen.body().path("entries").path(0);
            String state = entry == null ? "" : entry.path("state").asText();
            if (state.equals("OFFERED") && entry != null) {
                answer(person, entry.path("offer").path("reservationId").asText(), what);
                return;
            }
            if (!state.isEmpty() && !state.equals("WAITING")) {
                return;
            }
            if (what == 9 && random.nextInt(40) == 0) {
                asked(() -> person.send("DELETE", event.path() + "/waitlist", null, Map.of()));
                return;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Some accept and pay, some accept and cancel, some decline, some leave, some do not answer. */
    private void answer(Client person, String offer, int what) {
        String path = "/api/reservations/" + offer;
        if (what < 5) {
            asked(() -> person.send("POST", path + "/acceptance", null, Map.of()));
            asked(() ->
                    what < 2 ? person.postOnce(path + "/payments", Map.of("method", "card")) : person.deleteOnce(path));
        } else if (what < 7) {
            asked(() -> person.deleteOnce(path));
        } else if (what < 8) {
            asked(() -> person.send("DELETE", event.path() + "/waitlist", null, Map.of()));
        }
    }

    private interface Question {
        Answer ask();
    }

    /** Null when the node has gone. */
    private static @Nullable Answer asked(Question question) {
        try {
            return question.ask();
        } catch (UncheckedIOException gone) {
            return null;
        }
    }

    /** Kept seats and open offers: what is under way. */
    long underWay() throws SQLException {
        return engine.number("""
                SELECT (SELECT count(*) FROM seat.seat WHERE event_id = '%1$s' AND kept_at IS NOT NULL)
                     + (SELECT count(*) FROM seat.waitlist_entry WHERE event_id = '%1$s' AND state = 'OFFERED')
                """.formatted(event.id()));
    }

    /** The longest that a seat has been kept and not been turned over, in milliseconds. */
    long longestKept() throws SQLException {
        return engine.number("""
                SELECT coalesce(max(extract(epoch FROM clock_timestamp() - kept_at) * 1000), 0)::bigint FROM seat.seat
                WHERE event_id = '%s'
                """.formatted(event.id()));
    }

    List<WaitlistRules.Entry> entries() throws SQLException {
        try (Connection connection = engine.connect();
                PreparedStatement find = connection.prepareStatement("""
                        SELECT account_id, place, group_size, adjacent, joined_at, offered_at, ended_at
                        FROM seat.waitlist_entry WHERE event_id = ? AND price_tier = 'R' ORDER BY joined_at
                        """)) {
            find.setObject(1, event.id());
            List<WaitlistRules.Entry> entries = new ArrayList<>();
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    entries.add(new WaitlistRules.Entry(
                            rows.getObject(1, UUID.class),
                            rows.getInt(2),
                            rows.getInt(3),
                            rows.getBoolean(4),
                            rows.getTimestamp(5).toInstant(),
                            instant(rows, 6),
                            instant(rows, 7)));
                }
            }
            return entries;
        }
    }

    private List<WaitlistRules.Booking> bookings() throws SQLException {
        try (Connection connection = engine.connect();
                PreparedStatement find = connection.prepareStatement("""
                        SELECT r.id, r.account_id, EXISTS (SELECT 1 FROM seat.waitlist_entry w WHERE w.reservation_id = r.id),
                               array_agg(x.position), r.created_at, r.ended_at
                        FROM seat.reservation r JOIN seat.reservation_seat x ON x.reservation_id = r.id
                        WHERE r.event_id = ? AND x.position < 40 GROUP BY r.id
                        """)) {
            find.setObject(1, event.id());
            List<WaitlistRules.Booking> bookings = new ArrayList<>();
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    bookings.add(new WaitlistRules.Booking(
                            rows.getObject(1, UUID.class),
                            rows.getObject(2, UUID.class),
                            rows.getBoolean(3),
                            Set.of((Integer[]) rows.getArray(4).getArray()),
                            rows.getTimestamp(5).toInstant(),
                            instant(rows, 6)));
                }
            }
            return bookings;
        }
    }

    private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
        Timestamp at = rows.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    List<Violation> check() throws SQLException {
        return WaitlistRules.check(List.copyOf(told), entries(), bookings());
    }

    /** Entries by how they ended. */
    Map<String, Long> states() throws SQLException {
        Map<String, Long> states = new HashMap<>();
        for (String state : List.of("WAITING", "ACCEPTED", "DECLINED", "LAPSED", "LEFT")) {
            states.put(
                    state,
                    engine.number("SELECT count(*) FROM seat.waitlist_entry WHERE state = '" + state
                            + "' AND event_id = '" + event.id() + "'"));
        }
        return states;
    }

    @Override
    public void close() {
        running = false;
        threads.close();
    }
}
