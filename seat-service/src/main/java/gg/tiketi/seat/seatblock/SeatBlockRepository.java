package gg.tiketi.seat.seatblock;

import gg.tiketi.seat.seatmap.EventId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Blocked seats in PostgreSQL. The function it calls is in the migration {@code V3__choice_and_blocking.sql}. */
@ApplicationScoped
class SeatBlockRepository {

    private static final String BLOCK = "SELECT * FROM block_seats($1, $2, $3, $4)";

    private final Pool pool;

    SeatBlockRepository(Pool pool) {
        this.pool = pool;
    }

    /** What the function said. */
    record Answer(String outcome, List<Integer> taken, int blocked, int unblocked) {}

    Uni<Answer> block(EventId event, UUID actor, List<Integer> block, List<Integer> unblock) {
        Tuple values = Tuple.of(event.value(), actor, block.toArray(Integer[]::new), unblock.toArray(Integer[]::new));
        return pool.preparedQuery(BLOCK)
                .execute(values)
                .map(rows -> toAnswer(rows.iterator().next()));
    }

    private static Answer toAnswer(Row row) {
        Integer[] taken = row.getArrayOfIntegers("taken");
        Integer blocked = row.getInteger("blocked");
        Integer unblocked = row.getInteger("unblocked");
        return new Answer(
                row.getString("outcome"),
                taken == null ? List.of() : List.of(taken),
                blocked == null ? 0 : blocked,
                unblocked == null ? 0 : unblocked);
    }
}
