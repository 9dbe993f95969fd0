package gg.tiketi.seat.claim;

import gg.tiketi.seat.platform.AccountKey;
import gg.tiketi.seat.platform.Rows;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.SeatState;
import gg.tiketi.seat.seatmap.StoredSeat;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The outbox of seat changes, and the source of epochs. */
@ApplicationScoped
class OutboxRepository {

    private static final String SELECT_OF_EVENTS = "SELECT * FROM outbox_of($1, $2)";

    private static final String SELECT_EVENTS_OLDER = """
            SELECT DISTINCT event_id FROM seat_outbox
            WHERE created_at < now() - make_interval(secs => $1)
            """;

    private static final String DELETE = "DELETE FROM seat_outbox WHERE id = ANY ($1)";

    private static final String NEXT_EPOCH = "SELECT nextval('seat_state_epoch') AS epoch";

    private final Pool pool;

    OutboxRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<List<OutboxRow>> ofEvents(Collection<EventId> events, int limit) {
        UUID[] ids = events.stream().map(EventId::value).toArray(UUID[]::new);
        return pool.preparedQuery(SELECT_OF_EVENTS)
                .execute(Tuple.of(ids, limit))
                .map(rows -> Rows.list(rows, OutboxRepository::toRow));
    }

    Uni<List<EventId>> eventsOlderThan(Duration age) {
        return pool.preparedQuery(SELECT_EVENTS_OLDER)
                .execute(Tuple.of(age.toMillis() / 1000.0))
                .map(rows -> Rows.list(rows, row -> new EventId(row.getUUID("event_id"))));
    }

    Uni<Void> delete(List<OutboxRow> rows) {
        Long[] ids = rows.stream().map(OutboxRow::id).toArray(Long[]::new);
        return pool.preparedQuery(DELETE).execute(Tuple.of(ids)).replaceWithVoid();
    }

    Uni<Long> nextEpoch() {
        return pool.query(NEXT_EPOCH)
                .execute()
                .map(rows -> rows.iterator().next().getLong("epoch"));
    }

    private static OutboxRow toRow(Row row) {
        Integer[] positions = row.getArrayOfIntegers("positions");
        Long[] revisions = row.getArrayOfLongs("revisions");
        SeatState state = SeatState.ofCode(row.getInteger("state"));
        Optional<Instant> freeAt =
                row.getOffsetDateTime("free_at") == null ? Optional.empty() : Optional.of(Rows.instant(row, "free_at"));
        List<StoredSeat> seats = new ArrayList<>(positions.length);
        for (int i = 0; i < positions.length; i++) {
            seats.add(new StoredSeat(positions[i], state, row.getString("owner"), freeAt, revisions[i]));
        }
        EventId event = new EventId(row.getUUID("event_id"));
        return new OutboxRow(row.getLong("id"), event, seats, news(event, row));
    }

    private static Optional<ReservationNews> news(EventId event, Row row) {
        UUID account = row.getUUID("account_id");
        return account == null
                ? Optional.empty()
                : Optional.of(new ReservationNews(
                        event, AccountKey.of(account), row.getUUID("reservation_id"), row.getString("status")));
    }
}
