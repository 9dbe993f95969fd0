package gg.tiketi.seat.claim;

import gg.tiketi.seat.platform.Turn;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.EventReplica;
import gg.tiketi.seat.seatmap.EventReplicas;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Claims seats in Redis, as fast refusal before PostgreSQL decides; every failure here means "ask PostgreSQL". */
@ApplicationScoped
public class ClaimService {

    private static final Logger LOG = Logger.getLogger(ClaimService.class);

    /** Events asked about at once. */
    private static final int LAPSED_AT_ONCE = 32;

    private final ClaimStore store;
    private final StateRebuild rebuild;
    private final EventReplicas replicas;
    private final ClaimRepairRepository seats;
    private final CopyDoubt doubt;

    ClaimService(
            ClaimStore store,
            StateRebuild rebuild,
            EventReplicas replicas,
            ClaimRepairRepository seats,
            CopyDoubt doubt) {
        this.store = store;
        this.rebuild = rebuild;
        this.replicas = replicas;
        this.seats = seats;
        this.doubt = doubt;
    }

    /**
     * Marks one of the candidate sets for the owner, rebuilding the copy first if it is lost.
     *
     * @param admission what the owner shows, if the event asks for an admission
     */
    public Uni<ClaimOutcome> claim(EventId event, ClaimOwner owner, Candidates wanted, Optional<UUID> admission) {
        return store.claim(event, owner, wanted, admission)
                .onFailure(failure -> rebuild.helps(event, failure))
                .recoverWithUni(() -> rebuild.rebuild(event).chain(() -> store.claim(event, owner, wanted, admission)))
                .map(outcome -> doubted(event, outcome))
                .onFailure()
                .recoverWithItem(failure -> {
                    doubt.raise(event);
                    return new ClaimOutcome.Unavailable();
                });
    }

    private ClaimOutcome doubted(EventId event, ClaimOutcome outcome) {
        return outcome instanceof ClaimOutcome.Taken taken && doubt.isRaised(event)
                ? new ClaimOutcome.Taken(taken.position(), taken.seats(), true)
                : outcome;
    }

    /** Whether the owner may have a stored reservation; true also when Redis cannot tell. */
    public Uni<Boolean> mayBeKnown(EventId event, ClaimOwner owner) {
        return store.knows(event, owner)
                .map(known -> known || doubt.isRaised(event))
                .onFailure()
                .recoverWithItem(true);
    }

    /** Gives a refused claim back; if Redis is away the provisional deadline does it. */
    public Uni<Void> release(EventId event, ClaimOwner owner, List<Integer> claimed) {
        return store.release(event, owner, claimed).onFailure().recoverWithNull();
    }

    /** Corrects the copy for seats that it showed as free but PostgreSQL knows as taken. */
    public Uni<Void> correct(EventId event, List<Integer> wrong) {
        return seats.seats(event, wrong)
                .map(found ->
                        found.stream().map(ClaimRepairRepository.Reading::seat).toList())
                .chain(found -> store.apply(event, found))
                .replaceWithVoid()
                .invoke(() -> LOG.warnf("seat copy corrected eventId=%s seatCount=%d", event, wrong.size()))
                .onFailure()
                .recoverWithNull();
    }

    /**
     * Frees what nodes left behind that died between claim and reservation. Whoever shows an event has a replica of it,
     * and a new replica begins with this as well, so no map shows an abandoned claim for long.
     */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> lapseAbandonedInTurn() {
        return Turn.ABANDONED_CLAIMS.of(this::lapseAbandoned);
    }

    private Uni<Void> lapseAbandoned() {
        return Multi.createFrom()
                .iterable(replicas.all())
                .onItem()
                .transformToUni((EventReplica replica) ->
                        store.lapse(replica.eventId()).onFailure().recoverWithNull())
                .merge(LAPSED_AT_ONCE)
                .onItem()
                .ignoreAsUni();
    }
}
