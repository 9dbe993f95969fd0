package gg.tiketi.seat.claim;

import gg.tiketi.seat.platform.RedisScript;
import gg.tiketi.seat.platform.StateRedis;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatChange;
import gg.tiketi.seat.seatmap.SeatState;
import gg.tiketi.seat.seatmap.SeatStates;
import gg.tiketi.seat.seatmap.StoredSeat;
import gg.tiketi.seat.waitingroom.WaitingRoomStore;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The copy of seat states in Redis.
 *
 * <pre>
 * key                          type        written by            life
 * seat:{eventId}:meta          hash        every script          until Redis is emptied: one per event, rebuilt on demand
 * seat:{eventId}:seats         hash        claim, release, apply as above; one field per touched seat
 * seat:{eventId}:owners        hash        apply, load(_owners)  as above; one field per reservation ever made
 * seat:{eventId}:provisional   sorted set  claim, lapse          empties itself within seconds
 * seat:{eventId}:compared      text        ClaimRepair           a second: whose turn it is to compare
 * </pre>
 *
 * All keys of an event share the hash tag {@code {eventId}}. Nothing here is truth: a lost copy is rebuilt from
 * PostgreSQL by {@link StateRebuild}.
 */
@ApplicationScoped
public class ClaimStore {

    /** Channel of the seat log: {@code eventId|epoch|version|position:state,...}. */
    public static final String LOG_CHANNEL = "seat:log";

    private static final String CURRENT = "lua/claim/current.lua";
    private static final String NOT_LOADED = "NOT_LOADED";
    private static final String ABSENT = "ABSENT";

    private final StateRedis redis;
    private final ClaimConfig config;

    /** The latest position of each event's copy that this node has seen; some hundred bytes per event sold here. */
    private final Map<EventId, Position> seen = new ConcurrentHashMap<>();

    private final RedisScript claim = new RedisScript(CURRENT, "lua/claim/claim.lua");
    private final RedisScript release = new RedisScript("lua/claim/release.lua");
    private final RedisScript apply = new RedisScript(CURRENT, "lua/claim/apply.lua");
    private final RedisScript lapse = new RedisScript("lua/claim/lapse.lua");
    private final RedisScript beginLoad = new RedisScript("lua/claim/begin_load.lua");
    private final RedisScript load = new RedisScript("lua/claim/load.lua");
    private final RedisScript loadOwners = new RedisScript("lua/claim/load_owners.lua");
    private final RedisScript sums = new RedisScript(CURRENT, "lua/claim/sums.lua");
    private final RedisScript repair = new RedisScript(CURRENT, "lua/claim/repair.lua");
    private final RedisScript knows = new RedisScript(CURRENT, "lua/claim/knows.lua");
    private final RedisScript read = new RedisScript(CURRENT, "lua/claim/read.lua");

    ClaimStore(StateRedis redis, ClaimConfig config) {
        this.redis = redis;
        this.config = config;
    }

    /** The copy of this event is being rebuilt. */
    static final class NotLoaded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotLoaded() {
            super("seat states not loaded", null, false, false);
        }
    }

    /** There is no copy of this event that may be relied on, nor is one being made. */
    static final class Absent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Absent() {
            super("no copy of the seat states", null, false, false);
        }
    }

    /** Remembers a position that the shared copy has had: from now on an older copy is not relied on. */
    public void seen(EventId event, Position position) {
        seen.merge(event, position, (known, other) -> known.compareTo(other) >= 0 ? known : other);
    }

    /** Marks one of the candidate sets for the owner; fails with {@link Absent} or {@link NotLoaded}. */
    Uni<ClaimOutcome> claim(EventId event, ClaimOwner owner, Candidates candidates, Optional<UUID> admission) {
        List<String> arguments = new ArrayList<>(List.of(
                LOG_CHANNEL,
                event.toString(),
                owner.value(),
                millis(config.provisionalTtl()),
                Integer.toString(candidates.pick()),
                admission.map(UUID::toString).orElse("")));
        for (List<Integer> seats : candidates.sets()) {
            arguments.add(Integer.toString(seats.size()));
            seats.forEach(seat -> arguments.add(seat.toString()));
        }
        List<String> keys = keys(event, "meta", "seats", "owners", "provisional");
        keys.add(WaitingRoomStore.admittedKey(event));
        return current(claim, event, arguments, keys).map(ClaimStore::toOutcome);
    }

    /** Whether the owner has a reservation stored or on its way; fails with {@link Absent} or {@link NotLoaded}. */
    Uni<Boolean> knows(EventId event, ClaimOwner owner) {
        return current(knows, event, new ArrayList<>(List.of(owner.value())), "meta", "owners")
                .map(answer -> answer.get(1).toInteger() == 1);
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
        return current(apply, event, arguments, "meta", "seats", "owners", "provisional")
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
        return beginLoad
                .run(redis, keys(event, "meta", "seats", "owners", "provisional"), arguments)
                .map(Response::toBoolean);
    }

    /**
     * Adds seats to a copy being rebuilt, and opens it with the last of them; false when a later rebuild took over or an
     * earlier part is missing.
     */
    Uni<Boolean> load(EventId event, long epoch, int part, List<StoredSeat> seats, boolean last) {
        List<String> arguments = new ArrayList<>(List.of(
                LOG_CHANNEL,
                event.toString(),
                Long.toString(epoch),
                last ? "1" : "0",
                redis.runId(key(event, "meta")),
                Integer.toString(part)));
        seats.forEach(seat -> addSeat(arguments, seat));
        return load.run(redis, keys(event, "meta", "seats", "owners"), arguments)
                .map(Response::toBoolean);
    }

    /** Adds owners without seats to a copy being rebuilt; false as for {@link #load}. */
    Uni<Boolean> loadOwners(EventId event, long epoch, int part, List<String> owners) {
        List<String> arguments = new ArrayList<>(List.of(Long.toString(epoch), Integer.toString(part)));
        arguments.addAll(owners);
        return loadOwners.run(redis, keys(event, "meta", "owners"), arguments).map(Response::toBoolean);
    }

    /** All states of an event with {@code size} places; fails with {@link Absent} or
     * {@link NotLoaded}. */
    Uni<SeatStates> read(EventId event, int size) {
        return current(read, event, new ArrayList<>(), "meta", "seats").map(answer -> {
            Position position = position(answer);
            List<SeatChange> changes = SeatLogMessage.changes(answer.get(3).toString());
            return SeatStates.available(position, size).with(position, changes);
        });
    }

    /** Whether this node is the one that compares the event's copy now; the others leave it alone for a while. */
    Uni<Boolean> takeTurn(EventId event) {
        String key = key(event, "compared");
        Request take = Request.cmd(Command.SET)
                .arg(key)
                .arg("1")
                .arg("NX")
                .arg("PX")
                .arg(config.compareInterval().toMillis() * 9 / 10);
        return redis.send(key, take).map(Objects::nonNull);
    }

    /** What blocks of so many seats add up to, from a position on. */
    Uni<List<BlockSums>> sums(EventId event, int from, int blockSize, int blocks) {
        List<String> arguments =
                new ArrayList<>(List.of(Integer.toString(from), Integer.toString(blockSize), Integer.toString(blocks)));
        return current(sums, event, arguments, "meta", "seats").map(answer -> {
            List<BlockSums> all = new ArrayList<>(blocks);
            for (int i = 3; i < answer.size(); i += 3) {
                all.add(new BlockSums(number(answer, i), number(answer, i + 1), number(answer, i + 2)));
            }
            return all;
        });
    }

    /** The entries of these seats, where there are any. */
    Uni<Map<Integer, String>> entries(EventId event, List<Integer> seats) {
        String key = key(event, "seats");
        Request read = Request.cmd(Command.HMGET).arg(key);
        seats.forEach(read::arg);
        return redis.send(key, read).map(answer -> {
            Map<Integer, String> entries = new HashMap<>();
            for (int i = 0; i < seats.size(); i++) {
                if (answer.get(i) != null) {
                    entries.put(seats.get(i), answer.get(i).toString());
                }
            }
            return entries;
        });
    }

    /** Puts seats in place of entries that were found wrong, unless those have changed; tells how many it did. */
    Uni<Integer> repair(EventId event, List<ClaimRepair.Repair> seats) {
        List<String> arguments = new ArrayList<>(List.of(LOG_CHANNEL, event.toString()));
        seats.forEach(one -> {
            arguments.add(one.found());
            addSeat(arguments, one.seat());
        });
        return current(repair, event, arguments, "meta", "seats", "owners", "provisional")
                .map(answer -> (int) number(answer, 3));
    }

    private static long number(Response answer, int index) {
        return Long.parseLong(answer.get(index).toString());
    }

    /** Whether the server that has the event's copy is asked at the moment. */
    boolean isAvailable(EventId event) {
        return redis.isAvailable(key(event, "meta"));
    }

    /** The server that has the event's copy; empty when a cluster has nobody for it. */
    public Optional<String> server(EventId event) {
        return redis.serverAddress(key(event, "meta"));
    }

    /** Runs a command that relies on the copy; its answer's position counts as seen. */
    private Uni<Response> current(RedisScript script, EventId event, List<String> arguments, String... names) {
        return current(script, event, arguments, keys(event, names));
    }

    private Uni<Response> current(RedisScript script, EventId event, List<String> arguments, List<String> keys) {
        Position known = seen.getOrDefault(event, Position.NONE);
        arguments.add(redis.runId(key(event, "meta")));
        arguments.add(Long.toString(known.epoch()));
        arguments.add(Long.toString(known.version()));
        return script.run(redis, keys, arguments).map(ClaimStore::loaded).invoke(answer -> {
            if (answer.size() > 2) {
                seen(event, position(answer));
            }
        });
    }

    private static ClaimOutcome toOutcome(Response answer) {
        return switch (answer.get(0).toString()) {
            case "CLAIMED" -> new ClaimOutcome.Claimed(position(answer), seatsFrom(answer, 3));
            case "NOT_ADMITTED" -> new ClaimOutcome.NotAdmitted();
            case "KNOWN" -> new ClaimOutcome.Known();
            case "TAKEN" -> new ClaimOutcome.Taken(position(answer), seatsFrom(answer, 3), false);
            case "DOUBTED" -> new ClaimOutcome.Taken(position(answer), seatsFrom(answer, 3), true);
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
