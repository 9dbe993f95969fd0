package gg.tiketi.seat.claim;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.EventReplica;
import gg.tiketi.seat.seatmap.EventReplicas;
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

    private final OutboxRepository repository;
    private final ClaimStore store;
    private final EventReplicas replicas;
    private final ClaimConfig config;
    private final Set<EventId> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean applying = new AtomicBoolean();

    OutboxApplier(OutboxRepository repository, ClaimStore store, EventReplicas replicas, ClaimConfig config) {
        this.repository = repository;
        this.store = store;
        this.replicas = replicas;
        this.config = config;
    }

    /** Tells that this node has committed changes of the event's seats. */
    public void changed(EventId event) {
        changed.add(event);
        applySoon();
    }

    private void applySoon() {
        if (store.isAvailable() && applying.compareAndSet(false, true)) {
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

    private Uni<Void> applyChanged() {
        List<EventId> events = List.copyOf(changed);
        events.forEach(changed::remove);
        return repository.ofEvents(events, config.batchSize()).chain(rows -> {
            if (rows.size() == config.batchSize()) {
                changed.addAll(events);
            }
            return applyAll(rows);
        });
    }

    @Scheduled(every = "${tiketi.claim.outbox-takeover:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> takeOver() {
        return repository
                .olderThan(config.outboxTakeover(), config.batchSize())
                .chain(this::applyAll)
                .onFailure()
                .invoke(failure -> LOG.debugf("outbox waits reason=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> applyAll(List<OutboxRow> rows) {
        Map<EventId, List<OutboxRow>> byEvent = rows.stream().collect(Collectors.groupingBy(OutboxRow::event));
        return Multi.createFrom()
                .iterable(byEvent.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> applyEvent(entry.getKey(), entry.getValue()))
                .onItem()
                .ignoreAsUni();
    }

    /** A copy that nobody has loaded needs no changes: whoever loads it reads PostgreSQL after begin_load closed it. */
    private Uni<Void> applyEvent(EventId event, List<OutboxRow> rows) {
        List<StoredSeat> seats = new ArrayList<>();
        rows.forEach(row -> seats.addAll(row.seats()));
        return store.apply(event, seats).chain(() -> repository.delete(rows)).call(() -> follow(event));
    }

    /** Has the event's replica from now on, because what is left of an event is reported from it, watched or not. */
    private Uni<Optional<EventReplica>> follow(EventId event) {
        return replicas.find(event).onFailure().recoverWithItem(Optional.empty());
    }
}
