package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.platform.Turn;
import gg.tiketi.seat.seatmap.EventId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/**
 * Looks after every room once a second: the function in PostgreSQL admits, and frees the places of those who have gone.
 * Every node does so; the room's row lets one at a time in, and what has been admitted is reckoned by the time that passed,
 * not by the number of ticks. Then this node's memory, and from it the copy in Redis, are brought up to date.
 */
@ApplicationScoped
class AdmissionTick {

    private static final Logger LOG = Logger.getLogger(AdmissionTick.class);

    /** Rooms looked after at once. */
    private static final int AT_ONCE = 4;

    private final WaitingRoomRepository repository;
    private final Rooms rooms;
    private final DrawService draws;
    private final WaitingRoomStore store;
    private final Counter admitted;
    private final Counter ended;

    /** Copies that are being brought up to date. */
    private final Set<EventId> syncing = ConcurrentHashMap.newKeySet();

    AdmissionTick(
            WaitingRoomRepository repository,
            Rooms rooms,
            DrawService draws,
            WaitingRoomStore store,
            MeterRegistry metrics) {
        this.repository = repository;
        this.rooms = rooms;
        this.draws = draws;
        this.store = store;
        this.admitted = Counter.builder("tiketi.waiting.room.admitted").register(metrics);
        this.ended = Counter.builder("tiketi.waiting.room.ended").register(metrics);
        Gauge.builder("tiketi.waiting.room.places", () -> sum(RoomReplica::waiting))
                .tag("state", "waiting")
                .register(metrics);
        Gauge.builder("tiketi.waiting.room.places", () -> sum(RoomReplica::lobbySize))
                .tag("state", "lobby")
                .register(metrics);
        Gauge.builder("tiketi.waiting.room.places", () -> sum(RoomReplica::active))
                .tag("state", "admitted")
                .register(metrics);
        Gauge.builder(
                        "tiketi.waiting.room.rate.per.minute",
                        () -> sum(replica -> replica.room().paused()
                                ? 0
                                : replica.room().settings().perMinute()))
                .register(metrics);
    }

    void start(@Observes StartupEvent started) {
        rooms.onChange(this::sync);
        rooms.onClose(event -> quietly(store.close(event), event, "copy of admissions not closed"));
    }

    private double sum(ToIntFunction<RoomReplica> count) {
        return rooms.replicas().stream().mapToInt(count).sum();
    }

    @Scheduled(every = "${tiketi.waiting-room.tick-interval:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tickInTurn() {
        return Turn.ADMISSIONS.of(this::tick);
    }

    private Uni<Void> tick() {
        return Multi.createFrom()
                .iterable(new ArrayList<>(rooms.all()))
                .onItem()
                .transformToUni(this::tick)
                .merge(AT_ONCE)
                .collect()
                .last()
                .invoke(rooms::refresh)
                // What Redis has lost since is noticed here, though nothing has changed.
                .invoke(() -> rooms.replicas().forEach(this::sync))
                .replaceWithVoid();
    }

    private Uni<Void> tick(WaitingRoom room) {
        return repository
                .tick(room.event())
                .invoke(done -> {
                    admitted.increment(done.admitted());
                    ended.increment(done.ended());
                })
                .chain(done -> done.phase() == WaitingRoom.Phase.DRAWING && room.phase() == WaitingRoom.Phase.DRAWING
                        ? draws.goOn(room)
                        : Uni.createFrom().voidItem())
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "waiting room not looked after eventId=%s reason=%s", room.event(), failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private void sync(RoomReplica replica) {
        EventId event = replica.room().event();
        if (syncing.add(event)) {
            quietly(
                    store.sync(replica).onTermination().invoke(() -> syncing.remove(event)),
                    event,
                    "admissions not copied");
        }
    }

    private static void quietly(Uni<Void> work, EventId event, String what) {
        work.subscribe()
                .with(done -> {}, failure -> LOG.debugf("%s eventId=%s reason=%s", what, event, failure.toString()));
    }
}
