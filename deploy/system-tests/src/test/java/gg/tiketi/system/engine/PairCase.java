package gg.tiketi.system.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.system.Answer;
import gg.tiketi.system.history.Call;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Plays one pair of acts on an event of its own and tells how both ended. */
final class PairCase {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Enough for the first act to pass its look at the clock; if it is slower, it is refused and that is right too. */
    private static final String SOON = "interval '0.15 second'";

    private static final String LAPSE_RESERVATION = """
            UPDATE seat.reservation SET expires_at = clock_timestamp() + %s, free_at = clock_timestamp() + %s
            WHERE id = '%s' AND status = 'PENDING'
            """;

    private static final String LAPSE_SEATS = """
            UPDATE seat.seat s SET free_at = r.free_at FROM seat.reservation r
            WHERE r.id = '%s' AND s.reservation_id = r.id AND s.state = 1 AND r.status = 'PENDING'
            """;

    /** Recovery on another node, which has heard from the provider as well. */
    private static final String SETTLE = """
            SELECT s.outcome FROM payment p JOIN simulated_provider b ON b.payment_id = p.id,
                   settle_payment(p.id, b.status = 'CAPTURED', 'simulated') s
            WHERE p.reservation_id = '%s'
            """;

    private final Engine engine;
    private final TestEvent event;
    private final Ledger ledger;
    private final Buyer owner;
    private final Buyer other;
    private final ExecutorService threads = Threads.pool();
    private final AtomicBoolean confirmed = new AtomicBoolean();
    private @Nullable UUID reservation;
    private @Nullable Gate capture;
    private @Nullable Future<String> paying;

    PairCase(Engine engine, TestEvent event, Ledger ledger) {
        this.engine = engine;
        this.event = event;
        this.ledger = ledger;
        this.owner = engine.buyer(ledger);
        this.other = engine.buyer(ledger);
    }

    /** Plays it to its end and returns both outcomes. */
    String play(Pair pair) throws Exception {
        try (threads) {
            prepare(pair);
            return pair.point() == Pair.Point.REPLY ? playAtReply(pair) : playAtGate(pair);
        } finally {
            if (capture != null) {
                capture.close();
            }
        }
    }

    private void prepare(Pair pair) throws Exception {
        if (!pair.needsReservation()) {
            return;
        }
        UUID id = Objects.requireNonNull(
                owner.insist(Buyer.Request.reserve(event.id(), labels(0))).subject());
        reservation = id;
        if (pair.has(Pair.Act.CONFIRM)) {
            Gate gate = Gate.close(engine, event, Gate.Point.CAPTURE);
            capture = gate;
            Future<String> pay = threads.submit(() -> outcome(owner.once(Buyer.Request.pay(id))));
            paying = pay;
            gate.awaitSomebody(pay);
            gate.letOthersPass();
        }
        if (pair.needsLapse()) {
            lapse(id, pair.lapsesBeforeFirst() ? "interval '0'" : SOON);
        }
    }

    private void lapse(UUID id, String when) throws SQLException {
        ledger.lapsed(id);
        engine.change(LAPSE_RESERVATION.formatted(when, when, id));
        engine.change(LAPSE_SEATS.formatted(id));
    }

    private String playAtGate(Pair pair) throws Exception {
        try (Gate gate =
                Gate.close(engine, event, Gate.Point.valueOf(pair.point().name()))) {
            Future<String> first = begin(pair.first(), first(pair), Buyer.Request.newKey());
            gate.awaitSomebody(first);
            gate.letOthersPass();
            awaitLapse(pair);
            long known = gate.standing();
            Future<String> second = begin(pair.second(), second(pair), Buyer.Request.newKey());
            gate.awaitOneMore(known, second);
            gate.close();
            return outcomes(first, second);
        }
    }

    private String playAtReply(Pair pair) throws Exception {
        String key = Buyer.Request.newKey();
        Wire.Held held = engine.database().holdReplyTo(marker(pair.first(), key));
        try {
            Future<String> first = begin(pair.first(), first(pair), key);
            Awaitility.await("the reply")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(3))
                    .until(() -> first.isDone() || held.hasArrived());
            awaitLapse(pair);
            Future<String> second = begin(pair.second(), second(pair), Buyer.Request.newKey());
            Awaitility.await("the second")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(3))
                    .until(second::isDone);
            held.release();
            return outcomes(first, second);
        } finally {
            held.release();
        }
    }

    private String outcomes(Future<String> first, Future<String> second) throws Exception {
        String told = first.get() + ", " + second.get();
        if (capture != null) {
            capture.close();
        }
        return paying == null ? told : told + ", " + paying.get();
    }

    /** What only the first act's own statement carries. */
    private byte[] marker(Pair.Act act, String key) throws SQLException {
        if (act != Pair.Act.CONFIRM) {
            return key.getBytes(StandardCharsets.UTF_8);
        }
        UUID payment = UUID.fromString(
                engine.text("SELECT id FROM seat.payment WHERE reservation_id = '" + reservation + "'"));
        return ByteBuffer.allocate(16)
                .putLong(payment.getMostSignificantBits())
                .putLong(payment.getLeastSignificantBits())
                .array();
    }

    private void awaitLapse(Pair pair) {
        if (pair.needsLapse() && !pair.lapsesBeforeFirst()) {
            Awaitility.await("the hold's end")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> engine.number("SELECT count(*) FROM seat.reservation WHERE id = '" + reservation
                                    + "' AND free_at > clock_timestamp()")
                            == 0);
        }
    }

    private List<String> first(Pair pair) {
        return labels(pair.overlapping() && pair.needsReservation() ? 1 : 0);
    }

    private List<String> second(Pair pair) {
        return labels(pair.overlapping() ? 1 : 0);
    }

    private List<String> labels(int from) {
        return event.labels().subList(from, from + 2);
    }

    private Future<String> begin(Pair.Act act, List<String> seats, String key) {
        return threads.submit(() -> switch (act) {
            case RESERVE ->
                outcome(other.once(Buyer.Request.reserve(event.id(), seats).withKey(key)));
            case PAY ->
                outcome(owner.once(
                        Buyer.Request.pay(Objects.requireNonNull(reservation)).withKey(key)));
            case CANCEL ->
                outcome(owner.once(Buyer.Request.cancel(Objects.requireNonNull(reservation))
                        .withKey(key)));
            case CONFIRM ->
                confirmed.compareAndSet(false, true) ? confirm() : "settled " + call(SETTLE.formatted(reservation));
            case EXPIRE -> "expired " + call("SELECT expire('" + reservation + "')");
            case BLOCK -> block(seats);
            case END_EVENT -> endEvent();
        });
    }

    private static String outcome(Call call) {
        return call.kind() + " " + call.status() + (call.refused() && call.body() != null ? " " + call.body() : "");
    }

    /** The provider answers, and the paying request goes on. */
    private String confirm() throws Exception {
        Objects.requireNonNull(capture).close();
        return Objects.requireNonNull(paying).get();
    }

    private String block(List<String> seats) throws Exception {
        String body = new ObjectMapper().writeValueAsString(Map.of("block", seats, "unblock", List.of()));
        Answer answer = engine.admin().send("PATCH", "/api/admin/events/" + event.id() + "/seats", body, Map.of());
        return "BLOCK " + answer.status();
    }

    /** As event-service's change and another node's sweep do it. */
    private String endEvent() throws SQLException {
        ledger.ended(event);
        call("UPDATE event SET state = 'CANCELLED', change_number = change_number + 1 WHERE id = '" + event.id()
                + "' RETURNING id");
        return "ended "
                + call("SELECT count(cancel_for_event(id)) FROM reservation WHERE event_id = '" + event.id() + "'");
    }

    private String call(String query) throws SQLException {
        try (Connection connection = engine.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = seat");
            try (ResultSet found = statement.executeQuery(query)) {
                return found.next() ? found.getString(1) : "";
            }
        }
    }
}
