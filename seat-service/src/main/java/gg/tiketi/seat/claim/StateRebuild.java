package gg.tiketi.seat.claim;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.LoadedStates;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatChange;
import gg.tiketi.seat.seatmap.SeatMapRepository;
import gg.tiketi.seat.seatmap.SeatState;
import gg.tiketi.seat.seatmap.SeatStateSource;
import gg.tiketi.seat.seatmap.SeatStates;
import gg.tiketi.seat.seatmap.SellableEvent;
import gg.tiketi.seat.seatmap.StoredSeat;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Makes the copy of an event's seat states in Redis from PostgreSQL when it is missing or not to be trusted.
 *
 * <pre>
 * 1 take the next epoch from PostgreSQL
 * 2 close the copy: claims answer "not loaded", committed changes stay in the outbox
 * 3 read the seats from PostgreSQL, then the owners whose reservations have ended
 * 4 load them and open the copy under the new epoch
 * </pre>
 *
 * A change that commits after 3 has its row in the outbox, because the closed copy took none since 2; it is applied
 * after 4. A second rebuilder has a later epoch and the first one's steps are refused from then on.
 */
@ApplicationScoped
public class StateRebuild implements SeatStateSource {

    private static final Logger LOG = Logger.getLogger(StateRebuild.class);

    /** Between two looks at a copy that another node rebuilds. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(20);

    private static final Duration LAST_LOOK = Duration.ofMillis(200);

    private final ClaimStore store;
    private final OutboxRepository outbox;
    private final SeatMapRepository seats;
    private final OwnerRepository owners;
    private final ClaimConfig config;
    private final Map<EventId, Uni<Void>> underWay = new ConcurrentHashMap<>();

    /** The epoch of the states that this node last read from PostgreSQL, per event. */
    private final Map<EventId, Long> ownEpochs = new ConcurrentHashMap<>();

    StateRebuild(
            ClaimStore store,
            OutboxRepository outbox,
            SeatMapRepository seats,
            OwnerRepository owners,
            ClaimConfig config) {
        this.store = store;
        this.outbox = outbox;
        this.seats = seats;
        this.owners = owners;
        this.config = config;
    }

    @Override
    public Uni<LoadedStates> load(SellableEvent event, Position known) {
        return fromCopy(event, known)
                .onFailure(failure -> isRebuiltElsewhere(event.id(), failure))
                .retry()
                .withBackOff(FIRST_LOOK, LAST_LOOK)
                .expireIn(config.rebuildPatience().toMillis())
                .map(states -> new LoadedStates(states, true))
                // Who has states keeps them until the rebuild says that it is done.
                .onFailure(failure -> known.equals(Position.NONE) || !isRebuiltElsewhere(event.id(), failure))
                .recoverWithUni(() -> fromDatabase(event, known));
    }

    private Uni<SeatStates> fromCopy(SellableEvent event, Position known) {
        int size = event.layout().size();
        return Uni.createFrom()
                .deferred(() -> store.lapse(event.id()).chain(() -> store.read(event.id(), size)))
                .chain(states -> isBehind(states.position(), known)
                        ? rebuild(event.id()).chain(() -> store.read(event.id(), size))
                        : Uni.createFrom().item(states))
                .onFailure(failure -> helps(event.id(), failure))
                .recoverWithUni(() -> rebuild(event.id()).chain(() -> store.read(event.id(), size)));
    }

    private boolean isRebuiltElsewhere(EventId event, Throwable failure) {
        // Retries that are over tell so themselves, with the last failure as their cause.
        Throwable last =
                failure instanceof IllegalStateException && failure.getCause() != null ? failure.getCause() : failure;
        return last instanceof ClaimStore.NotLoaded && !underWay.containsKey(event);
    }

    /**
     * Whether rebuilding the copy, or waiting for the rebuild that this node is at, is the answer to a failure. When
     * another node is at it we do without meanwhile: a second rebuild would begin the first one's work anew.
     */
    boolean helps(EventId event, Throwable failure) {
        return failure instanceof ClaimStore.Absent
                || (failure instanceof ClaimStore.NotLoaded && underWay.containsKey(event));
    }

    /** Rebuilds the copy of one event; callers on the same node at the same time share one rebuild. */
    Uni<Void> rebuild(EventId event) {
        return underWay.computeIfAbsent(event, id -> Uni.createFrom()
                .deferred(() -> rebuildNow(id))
                .onTermination()
                .invoke(() -> underWay.remove(id))
                .memoize()
                .indefinitely());
    }

    /** Owners are read after the seats: who ended before is found then, who ends later was read with a seat. */
    private Uni<Void> rebuildNow(EventId event) {
        return outbox.nextEpoch().chain(epoch -> store.beginLoad(event, epoch)
                .chain(begun -> begun
                        ? seats.touchedSeats(event).chain(found -> owners.ended(event, config.ownerRetention())
                                .chain(ended -> loadAll(event, epoch, found, ended)))
                        : Uni.createFrom().voidItem()));
    }

    /** All parts are numbered: a server that lost one of them takes none of the later ones. */
    private Uni<Void> loadAll(EventId event, long epoch, List<StoredSeat> found, List<String> ended) {
        List<List<String>> before = batches(ended);
        List<List<StoredSeat>> batches = batches(found);
        int parts = before.size() + batches.size();
        return Multi.createFrom()
                .range(0, parts)
                .onItem()
                .transformToUniAndConcatenate(i -> {
                    int at = i - before.size();
                    return at < 0
                            ? store.loadOwners(event, epoch, i + 1, before.get(i))
                            : store.load(event, epoch, i + 1, batches.get(at), i == parts - 1);
                })
                .collect()
                .asList()
                .invoke(taken -> {
                    if (!taken.contains(false)) {
                        LOG.infof("seat states rebuilt eventId=%s epoch=%d seats=%d", event, epoch, found.size());
                    }
                })
                .replaceWithVoid();
    }

    /** At least one batch, so that an untouched event is opened too. */
    private <T> List<List<T>> batches(List<T> found) {
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < found.size(); from += config.batchSize()) {
            batches.add(found.subList(from, Math.min(from + config.batchSize(), found.size())));
        }
        return batches.isEmpty() ? List.of(List.of()) : batches;
    }

    /**
     * Without Redis the map still lives, from PostgreSQL. Such states have an epoch of their own, because their position
     * is this node's only: nobody who knows it may take it for one of the copy's. Their version runs on, so that watchers
     * take each new answer, and once Redis is back the copy is behind it and therefore rebuilt under a later epoch.
     */
    private Uni<LoadedStates> fromDatabase(SellableEvent event, Position known) {
        return ownPosition(event.id(), known)
                .chain(next -> seats.touchedSeats(event.id()).map(found -> {
                    List<SeatChange> changes = found.stream()
                            .filter(seat -> seat.state() != SeatState.AVAILABLE)
                            .map(seat -> new SeatChange(seat.seat(), seat.state()))
                            .toList();
                    SeatStates states =
                            SeatStates.available(next, event.layout().size()).with(next, changes);
                    return new LoadedStates(states, false);
                }));
    }

    private Uni<Position> ownPosition(EventId event, Position known) {
        if (known.epoch() > 0 && Long.valueOf(known.epoch()).equals(ownEpochs.get(event))) {
            return Uni.createFrom().item(new Position(known.epoch(), known.version() + 1));
        }
        return outbox.nextEpoch().invoke(epoch -> ownEpochs.put(event, epoch)).map(epoch -> new Position(epoch, 1));
    }

    private static boolean isBehind(Position copy, Position known) {
        return copy.epoch() == known.epoch() ? copy.version() < known.version() : copy.epoch() < known.epoch();
    }
}
