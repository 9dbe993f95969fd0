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
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Waiting rooms in PostgreSQL. What changes them are the functions of migration V7. */
@ApplicationScoped
class WaitingRoomRepository {

    private static final String SELECT_ROOMS = """
            SELECT event_id, mode, threshold, per_minute, cap, admission_ms, lobby_opens_at, opens_at, verified_email,
                   challenge, beacon, paused, draining, phase, generation, base, last_change, ticked_at
            FROM waiting_room WHERE mode <> 'OFF' OR phase <> 'IDLE'
            """;

    private static final String SELECT_ROOM = """
            SELECT event_id, mode, threshold, per_minute, cap, admission_ms, lobby_opens_at, opens_at, verified_email,
                   challenge, beacon, paused, draining, phase, generation, base, last_change, ticked_at
            FROM waiting_room WHERE event_id = $1
            """;

    private static final String PLACE_COLUMNS = """
            SELECT place, generation, account_id, place_id, salt, state, coalesce(rank, 0) AS rank, change, admission_id,
                   admitted_at, expires_at, from_line FROM waiting_entry
            """;

    // Numbers of changes become visible in order, because whoever draws one has the room's lock until the commit.
    private static final String SELECT_CHANGES = PLACE_COLUMNS + """
            WHERE event_id = $1 AND (change, place) > ($2, $3) AND change <= $4
              AND (NOT $5 OR state IN ('LOBBY', 'WAITING', 'ADMITTED'))
            ORDER BY change, place LIMIT $6
            """;

    private static final String SELECT_LIVE = PLACE_COLUMNS + """
            WHERE event_id = $1 AND account_id = $2 AND state IN ('LOBBY', 'WAITING', 'ADMITTED')
            """;

    private static final String JOIN = """
            SELECT request, outcome, place, place_id, salt, generation, state, coalesce(rank, 0) AS rank, admission_id,
                   expires_at
            FROM waiting_room_join($1, $2, $3, $4, $5) ORDER BY request
            """;

    private static final String LEAVE = "SELECT left_place, left_admission FROM waiting_room_leave($1, $2)";

    private static final String BEAT = "SELECT waiting_room_beat($1, $2, $3) AS heard";

    private static final String TICK = "SELECT phase, admitted, ended FROM waiting_room_tick($1)";

    private static final String SET = "SELECT waiting_room_set($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

    private static final String SET_RATE = """
            SELECT waiting_room_set(event_id, mode, threshold, $2, $3, admission_ms, lobby_opens_at, opens_at,
                                    verified_email, challenge, beacon, ''::bytea)
            FROM waiting_room WHERE event_id = $1
            """;

    private static final String SET_PAUSED = "UPDATE waiting_room SET paused = $2 WHERE event_id = $1";

    private static final String SET_DRAINING =
            "UPDATE waiting_room SET draining = $2 WHERE event_id = $1 AND phase <> 'IDLE'";

    /** A lobby that is open, or would open, is closed by the next tick; a room without one opens with it. */
    private static final String OPEN_NOW = """
            UPDATE waiting_room
            SET mode = 'FORCED',
                lobby_opens_at = CASE WHEN opens_at IS NOT NULL
                                      THEN least(lobby_opens_at, clock_timestamp() - interval '1 second') END,
                opens_at = least(opens_at, clock_timestamp())
            WHERE event_id = $1
            """;

    private static final String FORGET = """
            DELETE FROM waiting_entry WHERE ctid = ANY (ARRAY(
                SELECT w.ctid FROM waiting_entry w JOIN event e ON e.id = w.event_id
                WHERE e.ends_at < now() - make_interval(secs => $1) LIMIT $2))
            """;

    private static final String NUMBERS = """
            SELECT count(*) FILTER (WHERE state = 'LOBBY') AS lobby, count(*) FILTER (WHERE state = 'WAITING') AS waiting,
                   count(*) FILTER (WHERE state = 'ADMITTED') AS active,
                   count(*) FILTER (WHERE admitted_at IS NOT NULL) AS admitted,
                   count(*) FILTER (WHERE admitted_at > now() - interval '1 minute' AND from_line) AS last_minute,
                   count(*) FILTER (WHERE state = 'COMPLETED') AS completed,
                   count(*) FILTER (WHERE state = 'EXPIRED') AS expired,
                   count(*) FILTER (WHERE state IN ('LEFT', 'SILENT')) AS gone
            FROM waiting_entry WHERE event_id = $1 AND generation = $2
            """;

    private final Pool pool;

    WaitingRoomRepository(Pool pool) {
        this.pool = pool;
    }

    /** What became of a wish for a place. */
    record Joined(String outcome, Optional<Place> place) {}

    /** A place, and the number of its last change. */
    record Change(long number, Place place) {}

    /** What a tick did. */
    record Ticked(WaitingRoom.Phase phase, int admitted, int ended) {}

    /** A place that was given up, and its admission if it had one. */
    record Left(int number, Optional<UUID> admission) {}

    /** People by what became of them, in one generation. */
    record Numbers(
            long lobby,
            long waiting,
            long active,
            long admitted,
            long lastMinute,
            long completed,
            long expired,
            long gone) {}

    /** Every room that is in use. */
    Uni<List<WaitingRoom>> rooms() {
        return pool.preparedQuery(SELECT_ROOMS).execute().map(rows -> Rows.list(rows, WaitingRoomRepository::toRoom));
    }

    /** One room; empty when nobody has set it up. */
    Uni<Optional<WaitingRoom>> room(EventId event) {
        return pool.preparedQuery(SELECT_ROOM)
                .execute(Tuple.of(event.value()))
                .map(rows -> Rows.first(rows, WaitingRoomRepository::toRoom));
    }

    /** The next changes after (number, place) up to a number, in order; only live places if so wished. */
    Uni<List<Change>> changes(EventId event, long after, int afterPlace, long upTo, boolean onlyLive, int limit) {
        return pool.preparedQuery(SELECT_CHANGES)
                .execute(Tuple.of(event.value(), after, afterPlace, upTo, onlyLive, limit))
                .map(rows -> Rows.list(rows, row -> new Change(row.getLong("change"), toPlace(row))));
    }

    /** The account's live place. */
    Uni<Optional<Place>> live(EventId event, UUID account) {
        return pool.preparedQuery(SELECT_LIVE)
                .execute(Tuple.of(event.value(), account))
                .map(rows -> Rows.first(rows, WaitingRoomRepository::toPlace));
    }

    /**
     * Gives places to accounts, in their order, in one transaction that is on disk when this answers.
     *
     * @param salts one for each account, 16 bytes
     * @param patience after which silence means that they have gone
     */
    Uni<List<Joined>> join(EventId event, List<UUID> accounts, List<byte[]> salts, Duration patience) {
        Buffer[] ids = new Buffer[accounts.size()];
        Buffer[] salt = new Buffer[accounts.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Buffer.buffer(PlaceIds.of(accounts.get(i), salts.get(i)));
            salt[i] = Buffer.buffer(salts.get(i));
        }
        Tuple values = Tuple.tuple()
                .addUUID(event.value())
                .addArrayOfUUID(accounts.toArray(UUID[]::new))
                .addValue(ids)
                .addValue(salt)
                .addInteger((int) patience.toMillis());
        return pool.preparedQuery(JOIN)
                .execute(values)
                .map(rows -> Rows.list(rows, row -> toJoined(row, accounts.get(row.getInteger("request") - 1))));
    }

    /** Ends the account's place; empty when it had none. */
    Uni<Optional<Left>> leave(EventId event, UUID account) {
        return pool.preparedQuery(LEAVE)
                .execute(Tuple.of(event.value(), account))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return Optional.ofNullable(row.getInteger("left_place"))
                            .map(place -> new Left(place, Optional.ofNullable(row.getUUID("left_admission"))));
                });
    }

    /** Notes who was heard of, and how long silence is no news from now on. */
    Uni<Integer> beat(EventId event, List<Integer> places, List<Integer> patienceMillis) {
        return pool.preparedQuery(BEAT)
                .execute(
                        Tuple.of(event.value(), places.toArray(Integer[]::new), patienceMillis.toArray(Integer[]::new)))
                .map(rows -> rows.iterator().next().getInteger("heard"));
    }

    /** Looks after a room once. */
    Uni<Ticked> tick(EventId event) {
        return pool.preparedQuery(TICK).execute(Tuple.of(event.value())).map(rows -> {
            Row row = rows.iterator().next();
            return new Ticked(
                    WaitingRoom.Phase.valueOf(
                            Optional.ofNullable(row.getString("phase")).orElse(WaitingRoom.Phase.IDLE.name())),
                    row.getInteger("admitted"),
                    row.getInteger("ended"));
        });
    }

    /** Sets what an administrator wants; the seed serves the next draw unless it has one. */
    Uni<Void> set(EventId event, RoomSettings settings, byte[] seed) {
        Tuple values = Tuple.tuple()
                .addUUID(event.value())
                .addString(settings.mode().name())
                .addInteger(settings.threshold())
                .addInteger(settings.perMinute())
                .addInteger(settings.cap())
                .addInteger((int) settings.admission().toMillis())
                .addValue(settings.lobbyOpensAt().map(Rows::parameter).orElse(null))
                .addValue(settings.opensAt().map(Rows::parameter).orElse(null))
                .addBoolean(settings.verifiedEmail())
                .addString(settings.challenge().name())
                .addString(settings.beacon().name())
                .addValue(Buffer.buffer(seed));
        return pool.preparedQuery(SET).execute(values).replaceWithVoid();
    }

    /** Sets rate and cap; false when there is no room. */
    Uni<Boolean> setRate(EventId event, int perMinute, int cap) {
        return pool.preparedQuery(SET_RATE)
                .execute(Tuple.of(event.value(), perMinute, cap))
                .map(rows -> rows.size() == 1);
    }

    /** Stops or resumes admitting; false when there is no room. */
    Uni<Boolean> pause(EventId event, boolean paused) {
        return update(SET_PAUSED, Tuple.of(event.value(), paused));
    }

    /** Stops or resumes giving places; false when the room is not active. */
    Uni<Boolean> drain(EventId event, boolean draining) {
        return update(SET_DRAINING, Tuple.of(event.value(), draining));
    }

    /** Opens with the next tick, whatever was planned; false when there is no room. */
    Uni<Boolean> openNow(EventId event) {
        return update(OPEN_NOW, Tuple.of(event.value()));
    }

    /** Forgets places of events that ended long ago, at most so many; tells how many. */
    Uni<Integer> forget(Duration age, int limit) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of((double) age.toSeconds(), limit))
                .map(rows -> rows.rowCount());
    }

    /** Counts of one generation. */
    Uni<Numbers> numbers(EventId event, int generation) {
        return pool.preparedQuery(NUMBERS)
                .execute(Tuple.of(event.value(), generation))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Numbers(
                            row.getLong("lobby"),
                            row.getLong("waiting"),
                            row.getLong("active"),
                            row.getLong("admitted"),
                            row.getLong("last_minute"),
                            row.getLong("completed"),
                            row.getLong("expired"),
                            row.getLong("gone"));
                });
    }

    private Uni<Boolean> update(String statement, Tuple values) {
        return pool.preparedQuery(statement).execute(values).map(result -> result.rowCount() == 1);
    }

    private static Joined toJoined(Row row, UUID account) {
        if (row.getInteger("place") == null) {
            return new Joined(row.getString("outcome"), Optional.empty());
        }
        return new Joined(
                row.getString("outcome"),
                Optional.of(new Place(
                        row.getInteger("place"),
                        row.getInteger("generation"),
                        account,
                        row.getBuffer("place_id").getBytes(),
                        row.getBuffer("salt").getBytes(),
                        Place.State.valueOf(row.getString("state")),
                        row.getInteger("rank"),
                        Optional.ofNullable(row.getUUID("admission_id")),
                        Optional.empty(),
                        instant(row, "expires_at"),
                        true)));
    }

    private static Place toPlace(Row row) {
        return new Place(
                row.getInteger("place"),
                row.getInteger("generation"),
                row.getUUID("account_id"),
                row.getBuffer("place_id").getBytes(),
                row.getBuffer("salt").getBytes(),
                Place.State.valueOf(row.getString("state")),
                row.getInteger("rank"),
                Optional.ofNullable(row.getUUID("admission_id")),
                instant(row, "admitted_at"),
                instant(row, "expires_at"),
                row.getBoolean("from_line"));
    }

    private static WaitingRoom toRoom(Row row) {
        RoomSettings settings = new RoomSettings(
                WaitingRoom.Mode.valueOf(row.getString("mode")),
                row.getInteger("threshold"),
                row.getInteger("per_minute"),
                row.getInteger("cap"),
                Duration.ofMillis(row.getInteger("admission_ms")),
                instant(row, "lobby_opens_at"),
                instant(row, "opens_at"),
                row.getBoolean("verified_email"),
                WaitingRoom.ChallengeKind.valueOf(row.getString("challenge")),
                WaitingRoom.Beacon.valueOf(row.getString("beacon")));
        return new WaitingRoom(
                new EventId(row.getUUID("event_id")),
                settings,
                row.getBoolean("paused"),
                row.getBoolean("draining"),
                WaitingRoom.Phase.valueOf(row.getString("phase")),
                row.getInteger("generation"),
                row.getInteger("base"),
                row.getLong("last_change"),
                Rows.instant(row, "ticked_at"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return optional(row, column, at -> Rows.instant(row, at));
    }

    private static <T> Optional<T> optional(Row row, String column, Function<String, T> read) {
        @Nullable Object value = row.getValue(column);
        return value == null ? Optional.empty() : Optional.of(read.apply(column));
    }
}
