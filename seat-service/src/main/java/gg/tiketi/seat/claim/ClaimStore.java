package gg.tiketi.seat.claim;

import gg.tiketi.seat.platform.RedisScript;
import gg.tiketi.seat.platform.StateRedis;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatChange;
import gg.tiketi.seat.seatmap.SeatState;
import gg.tiketi.seat.seatmap.SeatStates;
import gg.tiketi.seat.seatmap.StoredSeat;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The copy of seat states in Redis.
 *
 * <pre>
 * key                          type        written by            life
 * seat:{eventId}:meta          hash        every script          until Redis is emptied: one per event, rebuilt on demand
 * seat:{eventId}:seats         hash        claim, release, apply as above; one field per touched seat
 * seat:{eventId}:owners        hash        apply, load           as above; one field per reservation ever made
 * seat:{eventId}:provisional   sorted set  claim, lapse          empties itself within seconds
 * </pre>
 *
 * All keys of an event share the hash tag {@code {eventId}}. Nothing here is truth: a lost copy is rebuilt from
 * PostgreSQL by {@link StateRebuild}.
 */
@ApplicationScoped
public class ClaimStore {

    /** Channel of the seat log: {@code eventId|epoch|version|position:state,...}. */
    public static final String LOG_CHANNEL = "seat:log";

    private static final String NOT_LOADED = "NOT_LOADED";
    private static final String ABSENT = "ABSENT";

    private final StateRedis redis;
    private final ClaimConfig config;
    private final RedisScript claim = new RedisScript("lua/claim/claim.lua");
    private final RedisScript release = new RedisScript("lua/claim/release.lua");
    private final RedisScript apply = new RedisScript("lua/claim/apply.lua");
    private final RedisScript lapse = new RedisScript("lua/claim/lapse.lua");
    private final RedisScript beginLoad = new RedisScript("lua/claim/begin_load.lua");
    private final RedisScript load = new RedisScript("lua/claim/load.lua");
    private final RedisScript read = new RedisScript("lua/claim/read.lua");

    ClaimStore(StateRedis redis, ClaimConfig config) {
        this.redis = redis;
        this.config = config;
    }

    /** The copy of this event is missing or being rebuilt. */
    static final class NotLoaded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotLoaded() {
            super("seat states not loaded", null, false, false);
        }
    }

    /** There is no copy of this event, nor one being made. */
    static final class Absent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Absent() {
            super("no copy of the seat states", null, false, false);
        }
    }

    /** Marks one of the candidate sets for the owner; fails with {@link NotLoaded} when there is no copy. */
    Uni<ClaimOutcome> claim(EventId event, ClaimOwner owner, Candidates candidates) {
        List<String> arguments = new ArrayList<>(List.of(
                LOG_CHANNEL,
                event.toString(),
                owner.value(),
                millis(config.provisionalTtl()),
                Integer.toString(candidates.pick())));
        for (List<Integer> seats : candidates.sets()) {
            arguments.add(Integer.toString(seats.size()));
            seats.forEach(seat -> arguments.add(seat.toString()));
        }
        return claim.run(redis, keys(event, "meta", "seats", "owners", "provisional"), arguments)
                .map(ClaimStore::toOutcome);
    }

    /** Whether the owner has a stored reservation, as far as Redis remembers. */
    Uni<Boolean> knows(EventId event, ClaimOwner owner) {
        return redis.send(
                        key(event, "owners"),
                        Request.cmd(Command.HEXISTS).arg(key(event, "owners")).arg(owner.value()))
                .map(Response::toBoolean);
    }

    /** Takes the owner's provisional marks away; those of others stay. */
    Uni<Void> release(EventId event, ClaimOwner owner, List<Integer> seats) {
        List<String> arguments = new ArrayList<>(List.of(LOG_CHANNEL, event.toString(), owner.value()));
        seats.forEach(seat -> arguments.add(seat.toString()));
        return release.run(redis, keys(event, "meta", "seats", "owners", "provisional"), arguments)
                .replaceWithVoid();
    }

    /**
     * Brings committed seats into the copy and tells the position after it; fails with {@link Absent} when there is none
     * and with {@link NotLoaded} while it is being rebuilt.
     */
    Uni<Position> apply(EventId event, List<StoredSeat> seats) {
        List<String> arguments = new ArrayList<>(List.of(LOG_CHANNEL, event.toString()));
        seats.forEach(seat -> addSeat(arguments, seat));
        return apply.run(redis, keys(event, "meta", "seats", "owners", "provisional"), arguments)
                .map(ClaimStore::loaded)
                .map(ClaimStore::position);
    }

    /** Frees provisional claims that nobody confirmed in time. */
    Uni<Void> lapse(EventId event) {
        List<String> arguments = List.of(LOG_CHANNEL, event.toString(), Integer.toString(config.batchSize()));
        return lapse.run(redis, keys(event, "meta", "seats", "owners", "provisional"), arguments)
                .replaceWithVoid();
    }

    /** Closes the copy and empties it for a rebuild; false when a later rebuild has begun. */
    Uni<Boolean> beginLoad(EventId event, long epoch) {
        List<String> arguments = List.of(Long.toString(epoch), millis(config.loadingTtl()));
        return beginLoad.run(redis, keys(event, "meta", "seats", "owners", "provisional"), arguments)
                .map(Response::toBoolean);
    }

    /** Adds seats to a copy being rebuilt, and opens it with the last of them; false when a later rebuild took over. */
    Uni<Boolean> load(EventId event, long epoch, List<StoredSeat> seats, boolean last) {
        List<String> arguments =
                new ArrayList<>(List.of(LOG_CHANNEL, event.toString(), Long.toString(epoch), last ? "1" : "0"));
        seats.forEach(seat -> addSeat(arguments, seat));
        return load.run(redis, keys(event, "meta", "seats", "owners"), arguments)
                .map(Response::toBoolean);
    }

    /** All states of an event with {@code size} places; fails with {@link NotLoaded} when there is no copy. */
    Uni<SeatStates> read(EventId event, int size) {
        return read.run(redis, keys(event, "meta", "seats"), List.of())
                .map(ClaimStore::loaded)
                .map(answer -> {
                    Position position = position(answer);
                    List<SeatChange> changes =
                            SeatLogMessage.changes(answer.get(3).toString());
                    return SeatStates.available(position, size).with(position, changes);
                });
    }

    /** Whether the server that has the event's copy is asked at the moment. */
    boolean isAvailable(EventId event) {
        return redis.isAvailable(key(event, "meta"));
    }

    /** The server that has the event's copy; empty when a cluster has nobody for it. */
    public Optional<String> server(EventId event) {
        return redis.serverAddress(key(event, "meta"));
    }

    private static ClaimOutcome toOutcome(Response answer) {
        return switch (loaded(answer).get(0).toString()) {
            case "CLAIMED" -> new ClaimOutcome.Claimed(position(answer), seatsFrom(answer, 3));
            case "KNOWN" -> new ClaimOutcome.Known();
            case "TAKEN" -> new ClaimOutcome.Taken(position(answer), seatsFrom(answer, 3));
            default -> throw new IllegalStateException("claim script answered " + answer);
        };
    }

    private static List<Integer> seatsFrom(Response answer, int first) {
        List<Integer> seats = new ArrayList<>();
        for (int i = first; i < answer.size(); i++) {
            seats.add(Integer.valueOf(answer.get(i).toString()));
        }
        return seats;
    }

    private static Response loaded(Response answer) {
        if (ABSENT.equals(answer.get(0).toString())) {
            throw new Absent();
        }
        if (NOT_LOADED.equals(answer.get(0).toString())) {
            throw new NotLoaded();
        }
        return answer;
    }

    private static Position position(Response answer) {
        return new Position(
                Long.parseLong(answer.get(1).toString()),
                Long.parseLong(answer.get(2).toString()));
    }

    private static void addSeat(List<String> arguments, StoredSeat seat) {
        arguments.add(Integer.toString(seat.seat()));
        arguments.add(Integer.toString(seat.state().ordinal()));
        arguments.add(seat.state() == SeatState.AVAILABLE ? "" : seat.owner());
        arguments.add(Optional.of(seat)
                .filter(one -> one.state() == SeatState.HELD)
                .flatMap(StoredSeat::freeAt)
                .map(at -> Long.toString(at.toEpochMilli()))
                .orElse(""));
        arguments.add(Long.toString(seat.revision()));
    }

    private static List<String> keys(EventId event, String... names) {
        List<String> keys = new ArrayList<>(names.length);
        for (String name : names) {
            keys.add(key(event, name));
        }
        return keys;
    }

    private static String key(EventId event, String name) {
        return "seat:{" + event + "}:" + name;
    }

    private static String millis(java.time.Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
