package gg.tiketi.seat.cancellation;

import gg.tiketi.seat.platform.CommandSpan;
import gg.tiketi.seat.platform.IdempotencyKey;
import gg.tiketi.seat.reservation.ReservationId;
import gg.tiketi.seat.seatmap.EventId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Cancelling in PostgreSQL. */
@ApplicationScoped
class CancellationRepository {

    private static final String CANCEL = "SELECT * FROM cancel($1, $2, $3, $4)";

    private final Pool pool;

    CancellationRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<CancelOutcome> cancel(ReservationId reservation, UUID accountId, IdempotencyKey key) {
        Tuple values = Tuple.of(reservation.value(), accountId, key.value(), Buffer.buffer(key.bodyHash()));
        return CommandSpan.postgres("cancel", pool.preparedQuery(CANCEL).execute(values))
                .map(rows -> toOutcome(rows.iterator().next()));
    }

    private static CancelOutcome toOutcome(Row row) {
        String outcome = row.getString("outcome");
        if (outcome.equals("CANCELLED") || outcome.equals("REPLAY")) {
            return new CancelOutcome.Cancelled(
                    row.getJsonObject("body").encode(),
                    Optional.ofNullable(row.getUUID("event_id")).map(EventId::new),
                    Optional.empty());
        }
        return new CancelOutcome.Refused(CancelOutcome.Reason.valueOf(outcome));
    }
}
