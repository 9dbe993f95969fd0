package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.platform.Rows;
import gg.tiketi.seat.seatmap.EventId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Draws in PostgreSQL, and the log of a generation. */
@ApplicationScoped
class DrawRepository {

    private static final String SELECT_DRAW = """
            SELECT generation, seed, seed_hash, first_place, last_place, frozen_change, root, size, root_at, beacon_source,
                   beacon_value, beacon_at, drawn_at
            FROM waiting_draw WHERE event_id = $1 AND ($2 = 0 OR generation = $2) ORDER BY generation DESC LIMIT 1
            """;

    /** Only one node works at a draw; a dead one's turn ends by itself. Doing a step twice changes nothing. */
    private static final String TAKE_TURN = """
            UPDATE waiting_draw SET working_until = clock_timestamp() + make_interval(secs => $3)
            WHERE event_id = $1 AND generation = $2 AND drawn_at IS NULL
              AND (working_until IS NULL OR working_until < clock_timestamp())
            """;

    private static final String END_TURN =
            "UPDATE waiting_draw SET working_until = NULL WHERE event_id = $1 AND generation = $2";

    private static final String SELECT_LOBBY = """
            SELECT e.place, e.place_id FROM waiting_entry e JOIN waiting_draw d USING (event_id, generation)
            WHERE e.event_id = $1 AND e.generation = $2 AND e.place > $3 AND e.place BETWEEN d.first_place AND d.last_place
              AND e.from_line AND NOT (e.ended_at IS NOT NULL AND e.change <= d.frozen_change)
            ORDER BY e.place LIMIT $4
            """;

    private static final String SET_ROOT = """
            UPDATE waiting_draw SET root = $3, size = $4, root_at = clock_timestamp()
            WHERE event_id = $1 AND generation = $2 AND root IS NULL
            """;

    // The value comes after the root, or somebody could have chosen the places by it.
    private static final String SET_BEACON = """
            UPDATE waiting_draw SET beacon_source = $3, beacon_value = $4, beacon_at = clock_timestamp()
            WHERE event_id = $1 AND generation = $2 AND root IS NOT NULL AND beacon_value IS NULL
            """;

    private static final String RANK = "SELECT waiting_room_rank($1, $2, $3, $4) AS done";

    private static final String DRAWN = "SELECT waiting_room_drawn($1, $2) AS drawn";

    private static final String SELECT_LOG = """
            SELECT e.place, e.place_id, e.rank, e.state, e.joined_at, e.admitted_at, e.from_line,
                   coalesce(e.place BETWEEN d.first_place AND d.last_place
                       AND e.from_line AND NOT (e.ended_at IS NOT NULL AND e.change <= d.frozen_change), false) AS lobby
            FROM waiting_entry e LEFT JOIN waiting_draw d USING (event_id, generation)
            WHERE e.event_id = $1 AND e.generation = $2 AND e.place > $3 ORDER BY e.place LIMIT $4
            """;

    private final Pool pool;

    DrawRepository(Pool pool) {
        this.pool = pool;
    }

    /** A line of the log: one place, without any hint to whom. */
    record LogLine(
            int number,
            byte[] placeId,
            Optional<Integer> rank,
            String state,
            boolean lobby,
            boolean fromLine,
            Instant joinedAt,
            Optional<Instant> admittedAt) {}

    /** The draw of a generation, 0 for the latest. */
    Uni<Optional<DrawRecord>> find(EventId event, int generation) {
        return pool.preparedQuery(SELECT_DRAW)
                .execute(Tuple.of(event.value(), generation))
                .map(rows -> Rows.first(rows, DrawRepository::toDraw));
    }

    /** Whether this node works at the draw for so long. */
    Uni<Boolean> takeTurn(EventId event, int generation, Duration turn) {
        return update(TAKE_TURN, Tuple.of(event.value(), generation, (double) turn.toSeconds()));
    }

    /** Another node, or a later tick, may go on. */
    Uni<Void> endTurn(EventId event, int generation) {
        return update(END_TURN, Tuple.of(event.value(), generation)).replaceWithVoid();
    }

    /** Places that take part, after a number, in the order of their numbers. */
    Uni<List<Draw.Ticket>> lobby(EventId event, int generation, int after, int limit) {
        return pool.preparedQuery(SELECT_LOBBY)
                .execute(Tuple.of(event.value(), generation, after, limit))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Draw.Ticket(
                                row.getInteger("place"),
                                row.getBuffer("place_id").getBytes())));
    }

    /** Publishes the root, once. */
    Uni<Boolean> setRoot(EventId event, int generation, byte[] root, int size) {
        return update(SET_ROOT, Tuple.of(event.value(), generation, Buffer.buffer(root), size));
    }

    /** Notes the beacon's value, once and only after the root. */
    Uni<Boolean> setBeacon(EventId event, int generation, String source, String value) {
        return update(SET_BEACON, Tuple.of(event.value(), generation, source, value));
    }

    /** Gives ranks to those who have none yet; below zero when there is no such draw to be made. */
    Uni<Integer> rank(EventId event, int generation, List<Draw.Ranked> ranks) {
        Integer[] numbers = ranks.stream().map(Draw.Ranked::number).toArray(Integer[]::new);
        Integer[] given = ranks.stream().map(Draw.Ranked::rank).toArray(Integer[]::new);
        return pool.preparedQuery(RANK)
                .execute(Tuple.of(event.value(), generation, numbers, given))
                .map(rows -> rows.iterator().next().getInteger("done"));
    }

    /** Lets the line move, once everybody has a rank. */
    Uni<Boolean> drawn(EventId event, int generation) {
        return pool.preparedQuery(DRAWN)
                .execute(Tuple.of(event.value(), generation))
                .map(rows -> rows.iterator().next().getBoolean("drawn"));
    }

    /** Lines of the log after a number. */
    Uni<List<LogLine>> log(EventId event, int generation, int after, int limit) {
        return pool.preparedQuery(SELECT_LOG)
                .execute(Tuple.of(event.value(), generation, after, limit))
                .map(rows -> Rows.list(rows, DrawRepository::toLine));
    }

    private Uni<Boolean> update(String statement, Tuple values) {
        return pool.preparedQuery(statement).execute(values).map(result -> result.rowCount() == 1);
    }

    private static LogLine toLine(Row row) {
        return new LogLine(
                row.getInteger("place"),
                row.getBuffer("place_id").getBytes(),
                Optional.ofNullable(row.getInteger("rank")),
                row.getString("state"),
                row.getBoolean("lobby"),
                row.getBoolean("from_line"),
                Rows.instant(row, "joined_at"),
                instant(row, "admitted_at"));
    }

    private static DrawRecord toDraw(Row row) {
        return new DrawRecord(
                row.getInteger("generation"),
                row.getBuffer("seed").getBytes(),
                row.getBuffer("seed_hash").getBytes(),
                Optional.ofNullable(row.getInteger("first_place")),
                Optional.ofNullable(row.getInteger("last_place")),
                Optional.ofNullable(row.getLong("frozen_change")),
                Optional.ofNullable(row.getBuffer("root")).map(root -> root.getBytes()),
                Optional.ofNullable(row.getInteger("size")),
                instant(row, "root_at"),
                Optional.ofNullable(row.getString("beacon_source")),
                Optional.ofNullable(row.getString("beacon_value")),
                instant(row, "beacon_at"),
                instant(row, "drawn_at"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(at -> at.toInstant());
    }
}
