package gg.tiketi.seat.claim;

import gg.tiketi.seat.platform.RedisAway;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.EventReplicas;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.StoredSeat;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Brings committed seat changes from the outbox into Redis: those of this node at once, in batches, and those of a node
 * that died after a second. A row is deleted only after Redis took it, so a crash at any point repeats work and loses
 * none; repetition is harmless because each seat carries its revision.
 */
@ApplicationScoped
public class OutboxApplier {

    private static final Logger LOG = Logger.getLogger(OutboxApplier.class);

    /** Batches that one takeover applies at most, so that it ends. */
    private static final int MOST_BATCHES = 100;

    private final OutboxRepository repository;
    private final ClaimStore store;
    private final StateRebuild rebuild;
    private final EventReplicas replicas;
    private final ClaimConfig config;
    private final CopyDoubt doubt;
    private final ReservationNewsStore news;
    private final Set<EventId> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean applying = new AtomicBoolean();

    OutboxApplier(
            OutboxRepository repository,
            ClaimStore store,
            StateRebuild rebuild,
            EventReplicas replicas,
            ClaimConfig config,
            CopyDoubt doubt,
            ReservationNewsStore news) {
        this.repository = repository;
        this.store = store;
        this.rebuild = rebuild;
        this.replicas = replicas;
        this.config = config;
        this.doubt = doubt;
        this.news = news;
    }

    /** Tells that this node has committed changes of the event's seats. */
    public void changed(EventId event) {
        changed.add(event);
        if (replicas.known(event).isEmpty()) {
            // What this node sells it also watches: for the report of what is left, and for claims left behind.
            replicas.find(event).subscribe().with(found -> {}, away -> LOG.debugf("no replica reason=%s", away));
        }
        if (store.isAvailable(event)) {
            applySoon();
        }
    }

    /**
     * Applies the event's committed changes now, for an answer that tells the position they led to; empty when Redis does
     * not take them at the moment, then they follow later.
     */
    public Uni<Optional<Position>> applyNow(EventId event) {
        return repository
                .ofEvents(List.of(event), config.batchSize())
                .chain(rows -> applyEvent(event, rows))
                .map(Optional::of)
                .onFailure()
                .recoverWithItem(failure -> {
                    changed(event);
                    return Optional.empty();
                });
    }

    private void applySoon() {
        if (applying.compareAndSet(false, true)) {
            Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(config.applyInterval())
                    .chain(this::applyChanged)
                    .onTermination()
                    .invoke(() -> applying.set(false))
                    .subscribe()
                    .with(nothing -> continueIfMore(), failure -> LOG.debugf("outbox waits reason=%s", failure));
        }
    }

    private void continueIfMore() {
        if (!changed.isEmpty()) {
            applySoon();
        }
    }

    /** Events whose server is away are left to {@link #takeOver}, so that their rows do not fill the others' batches. */
    private Uni<Void> applyChanged() {
        List<EventId> events = List.copyOf(changed);
        events.forEach(changed::remove);
        List<EventId> possible = events.stream().filter(store::isAvailable).toList();
        return repository
                .ofEvents(possible, config.batchSize())
                .chain(rows -> {
                    if (rows.size() == config.batchSize()) {
                        changed.addAll(possible);
                    }
                    return applyAll(rows).replaceWithVoid();
                })
                .onFailure()
                .invoke(() -> events.forEach(doubt::raise));
    }

    @Scheduled(every = "${tiketi.claim.outbox-takeover:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> takeOver() {
        return takeOver(MOST_BATCHES)
                .onFailure()
                .invoke(failure -> LOG.debugf("outbox waits reason=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** After an outage there is more than a batch. */
    private Uni<Void> takeOver(int batches) {
        return repository
                .eventsOlderThan(config.outboxTakeover())
                .map(events -> events.stream().filter(store::isAvailable).toList())
                .chain(events -> repository.ofEvents(events, config.batchSize()))
                .chain(rows -> applyAll(rows)
                        .chain(all -> all && rows.size() == config.batchSize() && batches > 1
                                ? takeOver(batches - 1)
                                : Uni.createFrom().voidItem()));
    }

    /** Tells whether all of them were applied. */
    private Uni<Boolean> applyAll(List<OutboxRow> rows) {
        Map<EventId, List<OutboxRow>> byEvent = rows.stream().collect(Collectors.groupingBy(OutboxRow::event));
        return Multi.createFrom()
                .iterable(byEvent.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> applyOrLeave(entry.getKey(), entry.getValue()))
                .collect()
                .asList()
                .map(applied -> !applied.contains(false));
    }

    /** One event that cannot take its changes now does not keep the others waiting. */
    private Uni<Boolean> applyOrLeave(EventId event, List<OutboxRow> rows) {
        return applyEvent(event, rows)
                .replaceWith(true)
                .onFailure(OutboxApplier::isOfThisEvent)
                .recoverWithItem(false);
    }

    private static boolean isOfThisEvent(Throwable failure) {
        return failure instanceof ClaimStore.Absent
                || failure instanceof ClaimStore.NotLoaded
                || failure instanceof RedisAway;
    }

    /**
     * Where there is no copy one is made first, because replicas of an earlier one may be shown and would never learn of
     * the change. While one is being made the changes wait, because PostgreSQL may have been read before them.
     */
    private Uni<Position> applyEvent(EventId event, List<OutboxRow> rows) {
        List<StoredSeat> seats = new ArrayList<>();
        rows.forEach(row -> seats.addAll(row.seats()));
        return applyFrom(event, seats, 0)
                .onFailure(ClaimStore.Absent.class)
                .recoverWithUni(() -> rebuild.rebuild(event).chain(() -> applyFrom(event, seats, 0)))
                .invoke(() -> news.tell(
                        event, rows.stream().flatMap(row -> row.news().stream()).toList()))
                .call(() -> repository.delete(rows));
    }

    /** In batches: one row may be about a whole hall of seats that were blocked. */
    private Uni<Position> applyFrom(EventId event, List<StoredSeat> seats, int from) {
        int to = Math.min(from + config.batchSize(), seats.size());
        Uni<Position> applied = store.apply(event, seats.subList(from, to));
        return to == seats.size() ? applied : applied.chain(() -> applyFrom(event, seats, to));
    }
}
