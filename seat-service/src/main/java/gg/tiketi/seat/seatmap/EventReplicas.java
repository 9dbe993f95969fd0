package gg.tiketi.seat.seatmap;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The replicas of the events that somebody on this node has asked for. */
@ApplicationScoped
public class EventReplicas {

    /** A replica that nobody has read for this long need not be kept fresh while the seat log is lost. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** A replica that nobody has read for this long is let go. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);

    private final SellableEvents events;
    private final SeatStateSource source;
    private final Map<EventId, EventReplica> replicas = new ConcurrentHashMap<>();
    private final Map<EventId, Uni<EventReplica>> firstLoads = new ConcurrentHashMap<>();

    EventReplicas(SellableEvents events, SeatStateSource source) {
        this.events = events;
        this.source = source;
    }

    /** The replica of an event, loaded first if need be; empty when there is no such event. */
    public Uni<Optional<EventReplica>> find(EventId id) {
        EventReplica known = replicas.get(id);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        return events.find(id)
                .chain(event -> event.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : firstLoad(event.get()).map(Optional::of));
    }

    /** The replica, if this node has one. */
    public Optional<EventReplica> known(EventId id) {
        return Optional.ofNullable(replicas.get(id));
    }

    /** All replicas of this node. */
    public Collection<EventReplica> all() {
        return List.copyOf(replicas.values());
    }

    /** Loads the replicas of these events anew, because messages may have been missed. */
    public void reloadAll(Predicate<EventId> which) {
        replicas.values().stream()
                .filter(replica -> which.test(replica.eventId()))
                .forEach(EventReplica::reload);
    }

    /** Loads the replicas of these events anew that somebody has read lately. */
    public void reloadUsed(Predicate<EventId> which) {
        used(IDLE).stream().filter(replica -> which.test(replica.eventId())).forEach(EventReplica::reload);
    }

    /** Loads the replicas of these events anew that had to do without the shared copy. */
    public void reloadUnshared(Predicate<EventId> which) {
        replicas.values().stream()
                .filter(replica -> (!replica.isShared() || replica.isWanted()) && which.test(replica.eventId()))
                .forEach(EventReplica::reload);
    }

    /** The replicas that somebody has read within the time. */
    public List<EventReplica> used(Duration within) {
        return replicas.values().stream()
                .filter(replica -> replica.idleNanos() < within.toNanos())
                .toList();
    }

    /** Lets replicas go that nobody has read for long; the next reader loads anew. */
    @Scheduled(every = "1m")
    void forgetUnused() {
        replicas.values().removeIf(replica -> replica.idleNanos() > FORGOTTEN.toNanos());
    }

    /** Many may ask for the same event at once; one load serves them all. */
    private Uni<EventReplica> firstLoad(SellableEvent event) {
        return firstLoads.computeIfAbsent(event.id(), id -> source.load(event, Position.NONE)
                .map(loaded -> keep(event, loaded))
                .onTermination()
                .invoke(() -> firstLoads.remove(id))
                .memoize()
                .indefinitely());
    }

    private EventReplica keep(SellableEvent event, LoadedStates loaded) {
        return replicas.computeIfAbsent(
                event.id(), id -> new EventReplica(id, loaded, () -> source.load(event, position(id))));
    }

    private Position position(EventId id) {
        EventReplica replica = replicas.get(id);
        return replica == null ? Position.NONE : replica.states().position();
    }
}
