package gg.tiketi.seat.payment;

import gg.tiketi.seat.platform.CommandSpan;
import gg.tiketi.seat.platform.IdempotencyKey;
import gg.tiketi.seat.platform.Rows;
import gg.tiketi.seat.reservation.ReservationId;
import gg.tiketi.seat.seatmap.EventId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Payment attempts in PostgreSQL. */
@ApplicationScoped
public class PaymentRepository {

    private static final String START = "SELECT * FROM start_payment($1, $2, $3, $4, $5, $6)";

    private static final String SETTLE = "SELECT * FROM settle_payment($1, $2, $3)";

    private static final String SELECT_UNANSWERED = """
            SELECT id, amount FROM payment
            WHERE status = 'STARTED' AND started_at < now() - make_interval(secs => $1)
            ORDER BY started_at LIMIT $2
            """;

    private static final String SELECT_REFUNDS_DUE =
            "SELECT id, amount FROM payment WHERE status = 'REFUND_DUE' ORDER BY started_at LIMIT $1";

    private static final String SELECT_REFUND_OF =
            "SELECT id, amount FROM payment WHERE reservation_id = $1 AND status = 'REFUND_DUE'";

    /** The step is written only by the call that changed the status, so it appears once. */
    private static final String MARK_REFUNDED = """
            WITH refunded AS (
                UPDATE payment SET status = 'REFUNDED', settled_at = clock_timestamp()
                WHERE id = $1 AND status = 'REFUND_DUE' RETURNING reservation_id)
            INSERT INTO timeline (reservation_id, at, kind, actor)
            SELECT reservation_id, clock_timestamp(), 'refunded', 'provider' FROM refunded
            """;

    private final Pool pool;

    PaymentRepository(Pool pool) {
        this.pool = pool;
    }

    /** What the start function said. */
    record Started(String outcome, int status, Optional<String> body, int amount) {}

    /** What settling gave: the reservation's event, the status for the buyer and the reservation as JSON. */
    record Settled(EventId event, int status, String body) {}

    /** An attempt that somebody has to finish. */
    record Unfinished(PaymentId id, int amount) {}

    Uni<Started> start(
            ReservationId reservation, UUID accountId, PaymentId id, PaymentMethod method, IdempotencyKey key) {
        Tuple values = Tuple.of(
                reservation.value(), accountId, id.value(), method.code(), key.value(), Buffer.buffer(key.bodyHash()));
        return CommandSpan.postgres("start_payment", pool.preparedQuery(START).execute(values))
                .map(rows -> toStarted(rows.iterator().next()));
    }

    Uni<Settled> settle(PaymentId id, boolean captured, String reference) {
        return CommandSpan.postgres(
                        "settle_payment", pool.preparedQuery(SETTLE).execute(Tuple.of(id.value(), captured, reference)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Settled(
                        new EventId(row.getUUID("event_id")),
                        row.getInteger("status"),
                        row.getJsonObject("body").encode()));
    }

    Uni<List<Unfinished>> unanswered(Duration age, int limit) {
        return pool.preparedQuery(SELECT_UNANSWERED)
                .execute(Tuple.of(age.toMillis() / 1000.0, limit))
                .map(rows -> Rows.list(rows, PaymentRepository::toUnfinished));
    }

    Uni<List<Unfinished>> refundsDue(int limit) {
        return pool.preparedQuery(SELECT_REFUNDS_DUE)
                .execute(Tuple.of(limit))
                .map(rows -> Rows.list(rows, PaymentRepository::toUnfinished));
    }

    Uni<List<Unfinished>> refundOf(ReservationId reservation) {
        return pool.preparedQuery(SELECT_REFUND_OF)
                .execute(Tuple.of(reservation.value()))
                .map(rows -> Rows.list(rows, PaymentRepository::toUnfinished));
    }

    Uni<Void> markRefunded(PaymentId id) {
        return pool.preparedQuery(MARK_REFUNDED).execute(Tuple.of(id.value())).replaceWithVoid();
    }

    private static Unfinished toUnfinished(Row row) {
        return new Unfinished(new PaymentId(row.getUUID("id")), row.getInteger("amount"));
    }

    private static Started toStarted(Row row) {
        Integer status = row.getInteger("status");
        Integer amount = row.getInteger("amount");
        return new Started(
                row.getString("outcome"),
                status == null ? 0 : status,
                Optional.ofNullable(row.getJsonObject("body")).map(JsonObject::encode),
                amount == null ? 0 : amount);
    }
}
