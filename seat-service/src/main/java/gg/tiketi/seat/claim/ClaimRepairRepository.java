package gg.tiketi.seat.claim;

import gg.tiketi.seat.platform.Rows;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.SeatState;
import gg.tiketi.seat.seatmap.StoredSeat;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What PostgreSQL says to the copy in Redis: sums over blocks of seats, and single seats. */
@ApplicationScoped
class ClaimRepairRepository {

    /** As sums.lua counts; blocks without any touched seat are not there. */
    private static final String SELECT_SUMS = """
            SELECT position / $4 AS block, count(*) AS touched, sum(revision)::bigint AS revisions,
                   sum((position % $4 + 1) * CASE WHEN state = 1 AND free_at <= now() THEN 0 ELSE state END)::bigint AS states
            FROM seat WHERE event_id = $1 AND position >= $2 AND position < $3 AND revision > 0 GROUP BY 1
            """;

    private static final String SELECT_SEATS = """
            SELECT s.position, s.state, s.revision, s.free_at, coalesce(r.owner, '') AS owner, clock_timestamp() AS now
            FROM seat s LEFT JOIN reservation r ON r.id = s.reservation_id
            WHERE s.event_id = $1 AND s.position = ANY ($2)
            """;

    private final Pool pool;

    ClaimRepairRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * One seat and when it was read.
     *
     * @param seat the seat
     * @param now database time
     */
    record Reading(StoredSeat seat, Instant now) {}

    /** The sums of each block with touched seats among so many from a position on, by the block's number. */
    Uni<Map<Integer, BlockSums>> sums(EventId event, int from, int seats, int blockSize) {
        return pool.preparedQuery(SELECT_SUMS)
                .execute(Tuple.of(event.value(), from, from + seats, blockSize))
                .map(rows -> Rows.list(
                                rows,
                                row -> Map.entry(
                                        row.getInteger("block"),
                                        new BlockSums(
                                                row.getLong("touched"),
                                                row.getLong("revisions"),
                                                row.getLong("states"))))
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** These seats as they are now. */
    Uni<List<Reading>> seats(EventId event, Collection<Integer> positions) {
        return pool.preparedQuery(SELECT_SEATS)
                .execute(Tuple.of(event.value(), positions.toArray(Integer[]::new)))
                .map(rows -> Rows.list(rows, ClaimRepairRepository::toReading));
    }

    private static Reading toReading(Row row) {
        Optional<Instant> freeAt =
                row.getOffsetDateTime("free_at") == null ? Optional.empty() : Optional.of(Rows.instant(row, "free_at"));
        StoredSeat seat = new StoredSeat(
                row.getInteger("position"),
                SeatState.ofCode(row.getInteger("state")),
                row.getString("owner"),
                freeAt,
                row.getLong("revision"));
        return new Reading(seat, Rows.instant(row, "now"));
    }
}
