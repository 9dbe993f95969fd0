package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.platform.RedisScript;
import gg.tiketi.seat.platform.StateRedis;
import gg.tiketi.seat.seatmap.EventId;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The copy of live admissions in Redis, for the claim script in the same slot.
 *
 * <pre>
 * key                         type  written by        life
 * queue:{eventId}:admitted    hash  sync, end, close  a minute after the last node that looks after the room
 *   #generation, #change: what it is a copy of; admission id: when it ends, in ms
 * </pre>
 *
 * It may lag, or be missing: then nobody is refused by it, and the reserve function decides.
 */
@ApplicationScoped
public class WaitingRoomStore {

    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final String BEHIND = "BEHIND";

    private final StateRedis redis;
    private final RedisScript sync = new RedisScript("lua/waitingroom/sync.lua");

    WaitingRoomStore(StateRedis redis) {
        this.redis = redis;
    }

    /** The key that the claim script looks at. */
    public static String admittedKey(EventId event) {
        return "queue:{" + event + "}:admitted";
    }

    /** Brings all live admissions into the copy, unless it is as new; makes it if it is missing. */
    Uni<Void> sync(RoomReplica replica) {
        WaitingRoom room = replica.room();
        long change = replica.change();
        return run(room, change, false, List.of())
                .chain(answer -> BEHIND.equals(answer)
                        ? run(room, change, true, List.copyOf(replica.admitted()))
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    private Uni<String> run(WaitingRoom room, long change, boolean all, Collection<Place> admitted) {
        List<String> arguments = new ArrayList<>(List.of(
                Integer.toString(room.generation()),
                Long.toString(change),
                Long.toString(LIFE.toMillis()),
                all ? "1" : "0"));
        admitted.forEach(place -> {
            arguments.add(place.admission().orElseThrow().toString());
            arguments.add(Long.toString(place.expiresAt().orElseThrow().toEpochMilli()));
        });
        return sync.run(redis, List.of(admittedKey(room.event())), arguments).map(answer -> answer.toString());
    }

    /** An admission is over. */
    Uni<Void> end(EventId event, UUID admission) {
        String key = admittedKey(event);
        return redis.send(key, Request.cmd(Command.HDEL).arg(key).arg(admission.toString()))
                .replaceWithVoid();
    }

    /** No admission is asked for. */
    Uni<Void> close(EventId event) {
        String key = admittedKey(event);
        return redis.send(key, Request.cmd(Command.DEL).arg(key)).replaceWithVoid();
    }
}
