package gg.tiketi.seat.claim;

import gg.tiketi.seat.platform.Rows;
import gg.tiketi.seat.seatmap.EventId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Whose requests have an answer stored, though none of their seats says so any more. */
@ApplicationScoped
class OwnerRepository {

    private static final String SELECT_ENDED = """
            SELECT owner FROM reservation
            WHERE event_id = $1 AND status IN ('EXPIRED', 'CANCELLED')
              AND ended_at > now() - make_interval(secs => $2)
            """;

    private final Pool pool;

    OwnerRepository(Pool pool) {
        this.pool = pool;
    }

    /** Owners of reservations of the event that ended within this time. */
    Uni<List<String>> ended(EventId event, Duration within) {
        return pool.preparedQuery(SELECT_ENDED)
                .execute(Tuple.of(event.value(), within.toMillis() / 1000.0))
                .map(rows -> Rows.list(rows, row -> row.getString("owner")));
    }
}
