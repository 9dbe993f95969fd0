package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.SellableEvents;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The rooms in use, in this node's memory, read anew every {@code refresh-interval}: positions are answered from here, with
 * neither PostgreSQL nor Redis. While PostgreSQL is away the last state serves.
 */
@ApplicationScoped
class Rooms {

    private static final Logger LOG = Logger.getLogger(Rooms.class);

    /** Changes read at once. */
    private static final int PAGE = 10_000;

    private final WaitingRoomRepository repository;
    private final SellableEvents events;
    private final WaitingRoomConfig config;
    private final Vertx vertx;
    private final Clock clock = Clock.systemUTC();
    private final Map<EventId, RoomReplica> replicas = new ConcurrentHashMap<>();
    private final Map<EventId, WaitingRoom> rooms = new ConcurrentHashMap<>();
    private final List<Consumer<RoomReplica>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<EventId>> closings = new CopyOnWriteArrayList<>();
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private volatile boolean read;
    private volatile long timer = -1;

    Rooms(WaitingRoomRepository repository, SellableEvents events, WaitingRoomConfig config, Vertx vertx) {
        this.repository = repository;
        this.events = events;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(1, config.refreshInterval().toMillis(), id -> refresh());
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    /** Calls this after each refresh that changed something in an active room, on the refreshing thread. */
    void onChange(Consumer<RoomReplica> listener) {
        listeners.add(listener);
    }

    /** Calls this when a room asks for no admission any more. */
    void onClose(Consumer<EventId> listener) {
        closings.add(listener);
    }

    /** Whether this node knows all rooms; only before the first reading it does not. */
    boolean isReady() {
        return read;
    }

    /** The active room of an event. */
    Optional<RoomReplica> active(EventId event) {
        return Optional.ofNullable(replicas.get(event));
    }

    /** The room of an event, active or not. */
    Optional<WaitingRoom> room(EventId event) {
        return Optional.ofNullable(rooms.get(event));
    }

    /** Every room that is in use. */
    Collection<WaitingRoom> all() {
        return rooms.values();
    }

    /** Every active room. */
    Collection<RoomReplica> replicas() {
        return replicas.values();
    }

    /** Reads what has changed now; a call while that is going on makes it happen once more. */
    void refresh() {
        if (!reading.compareAndSet(false, true)) {
            again.set(true);
            return;
        }
        again.set(false);
        repository
                .rooms()
                .chain(this::take)
                .onTermination()
                .invoke(() -> {
                    reading.set(false);
                    if (again.get()) {
                        refresh();
                    }
                })
                .subscribe()
                .with(
                        done -> read = true,
                        failure -> LOG.debugf("waiting rooms not read reason=%s", failure.toString()));
    }

    private Uni<Void> take(List<WaitingRoom> found) {
        Set<EventId> known = new HashSet<>(rooms.keySet());
        found.forEach(room -> {
            known.remove(room.event());
            rooms.put(room.event(), room);
            if (!room.isActive()) {
                close(room.event());
            }
        });
        known.forEach(gone -> {
            rooms.remove(gone);
            close(gone);
        });
        return Multi.createFrom()
                .iterable(found.stream().filter(WaitingRoom::isActive).toList())
                .onItem()
                .transformToUniAndConcatenate(this::follow)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private void close(EventId event) {
        if (replicas.remove(event) != null) {
            events.forget(event);
            closings.forEach(listener -> listener.accept(event));
        }
    }

    private Uni<Void> follow(WaitingRoom room) {
        Instant now = clock.instant();
        Optional<RoomReplica> known =
                active(room.event()).filter(replica -> replica.room().generation() == room.generation());
        boolean isNew = known.isEmpty();
        RoomReplica replica = known.orElseGet(() -> new RoomReplica(room, now));
        boolean changed = isNew || !replica.room().equals(room) || replica.change() < room.lastChange();
        boolean moved = !isNew && replica.room().phase() != room.phase();
        replica.take(room, now);
        replica.age(now);
        if (!changed) {
            return Uni.createFrom().voidItem();
        }
        return read(replica, room.lastChange(), isNew).invoke(() -> {
            replica.readUpTo(room.lastChange());
            replicas.put(room.event(), replica);
            if (isNew || moved) {
                // The rules of the sale say whether admission is asked for.
                events.forget(room.event());
            }
            listeners.forEach(listener -> listener.accept(replica));
        });
    }

    private Uni<Void> read(RoomReplica replica, long upTo, boolean isNew) {
        return repository
                .changes(replica.room().event(), replica.change(), replica.changedPlace(), upTo, isNew, PAGE)
                .chain(changes -> {
                    replica.apply(new ArrayList<>(changes));
                    return changes.size() < PAGE ? Uni.createFrom().voidItem() : read(replica, upTo, isNew);
                });
    }
}
