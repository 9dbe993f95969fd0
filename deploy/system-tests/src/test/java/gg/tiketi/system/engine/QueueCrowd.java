package gg.tiketi.system.engine;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import gg.tiketi.system.history.QueueRules;
import gg.tiketi.system.history.Violation;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** People who want places in one event's waiting room, at several nodes at once, and what they were told. */
final class QueueCrowd {

    private static final int AT_ONCE = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Engine engine;
    private final TestEvent event;
    private final List<String> nodes;
    private final ConcurrentLinkedQueue<QueueRules.Joined> joined = new ConcurrentLinkedQueue<>();

    QueueCrowd(Engine engine, TestEvent event, List<String> nodes) {
        this.engine = engine;
        this.event = event;
        this.nodes = nodes;
    }

    String path() {
        return event.path() + "/waiting-room";
    }

    /** Has the room ask for admissions, and waits until every node knows. */
    void open(int perMinute, int cap) {
        Answer set = engine.admin()
                .send(
                        "PUT",
                        "/api/admin/events/" + event.id() + "/waiting-room",
                        Map.of(
                                "mode",
                                "FORCED",
                                "threshold",
                                10,
                                "perMinute",
                                perMinute,
                                "cap",
                                cap,
                                "admissionSeconds",
                                600,
                                "verifiedEmail",
                                false,
                                "challenge",
                                "NONE"),
                        Map.of());
        if (set.status() != 200) {
            throw new AssertionError(set.text());
        }
        for (String node : nodes) {
            Client somebody = person(UUID.randomUUID(), node);
            Awaitility.await("the room at " + node)
                    .atMost(PATIENCE)
                    .until(() ->
                            somebody.get(path()).body().path("state").asText().equals("WAITING"));
        }
    }

    Client person(UUID account, String node) {
        return engine.person(account, node);
    }

    /** So many join, the first few twice, each pausing a little before. */
    void join(int people, Duration over) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            long begin = System.nanoTime();
            for (int i = 0; i < people; i++) {
                int number = i;
                all.add(threads.submit(() -> {
                    long due = begin + over.toNanos() * number / people;
                    LockSupport.parkNanos(due - System.nanoTime());
                    UUID account = UUID.randomUUID();
                    insist(account, number);
                    if (number % 10 == 0) {
                        insist(account, number + 1);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    /** Joins at one node after the other until one gives a place. */
    private void insist(UUID account, int number) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        // The first question may have been answered with a place by a node that died before it could say so.
        Instant sent = Instant.now();
        for (int i = number; System.nanoTime() < until; i++) {
            Answer answer = tryToJoin(person(account, nodes.get(i % nodes.size())));
            if (answer != null && answer.status() == 200) {
                JsonNode body = answer.body();
                if (body.path("joined").asBoolean()) {
                    joined.add(new QueueRules.Joined(
                            account, sent, Instant.now(), body.path("place").asInt()));
                    return;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("nobody gave a place");
    }

    private @Nullable Answer tryToJoin(Client person) {
        try {
            return person.send("POST", path(), "{}", Map.of());
        } catch (UncheckedIOException gone) {
            return null;
        }
    }

    List<QueueRules.Joined> joined() {
        return List.copyOf(joined);
    }

    /** Admitted people leave, so that the line moves. */
    int leave(int most) throws SQLException {
        try (Connection connection = engine.connect();
                PreparedStatement find = connection.prepareStatement("""
                        SELECT seat.waiting_room_leave(event_id, account_id) FROM (
                            SELECT event_id, account_id FROM seat.waiting_entry
                            WHERE event_id = ? AND state = 'ADMITTED' LIMIT ?) e
                        """)) {
            connection.createStatement().execute("SET search_path = seat");
            find.setObject(1, event.id());
            find.setInt(2, most);
            int left = 0;
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    left++;
                }
            }
            return left;
        }
    }

    /** The accounts in line, by rank, as PostgreSQL has them. */
    List<QueueRules.Stored> stored() throws SQLException {
        try (Connection connection = engine.connect();
                PreparedStatement find = connection.prepareStatement("""
                        SELECT e.account_id, e.rank - r.base AS rank, e.from_line, e.admitted_at, e.ended_at
                        FROM seat.waiting_entry e JOIN seat.waiting_room r USING (event_id)
                        WHERE e.event_id = ? ORDER BY e.rank
                        """)) {
            find.setObject(1, event.id());
            List<QueueRules.Stored> places = new ArrayList<>();
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    places.add(new QueueRules.Stored(
                            rows.getObject(1, UUID.class),
                            rows.getInt(2),
                            rows.getBoolean(3),
                            instant(rows, 4),
                            instant(rows, 5)));
                }
            }
            return places;
        }
    }

    private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
        java.sql.Timestamp at = rows.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    List<Violation> check(int perMinute, int cap) throws SQLException {
        return QueueRules.check(joined(), stored(), perMinute, cap);
    }

    /** What a node tells somebody. */
    JsonNode status(UUID account, String node) {
        return person(account, node).get(path()).body();
    }
}
