package gg.tiketi.seat.claim;

import gg.tiketi.seat.claim.SeatComparison.Verdict;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.EventReplica;
import gg.tiketi.seat.seatmap.EventReplicas;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.StoredSeat;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Compares the copies in Redis with PostgreSQL all the time and repairs differences within seconds. Sums over blocks of
 * seats find the blocks that differ, and only those are read: most differ because a change is just on its way, and then
 * every seat explains itself by its revision. It goes slice by slice with pauses, because Redis and PostgreSQL serve
 * buyers meanwhile. Of several nodes one at a time compares an event.
 */
@ApplicationScoped
class ClaimRepair {

    private static final Logger LOG = Logger.getLogger(ClaimRepair.class);

    /** Seats in a block: so few that not every block of a selling event has a change on its way. */
    private static final int BLOCK = 64;

    /** Seats compared in one go, a whole number of blocks: takes Redis about a millisecond, however many blocks differ. */
    private static final int SLICE = 1024;

    /** A pause is so many times as long as the slice before it took: buyers wait behind a slice, not behind a hall. */
    private static final int PAUSES_PER_SLICE = 3;

    /**
     * An event that moved this lately is compared each time, some times longer than a change may be on its way; other
     * events in use take turns.
     */
    private static final Duration MOVING = Duration.ofSeconds(10);

    /** A seat that is found late is watched for this long. */
    private static final Duration WATCHED = Duration.ofMinutes(1);

    private final ClaimStore store;
    private final StateRebuild rebuild;
    private final EventReplicas replicas;
    private final ClaimRepairRepository repository;
    private final ClaimConfig config;
    private final MeterRegistry metrics;
    private final Map<EventId, Compared> compared = new ConcurrentHashMap<>();
    private final Map<SeatOfEvent, Late> lateSeats = new ConcurrentHashMap<>();

    /** How far an event had come when it was last seen to move, and when it was last compared. */
    private record Compared(Position position, long movedAtNanos, long comparedAtNanos) {}

    private record SeatOfEvent(EventId event, int seat) {}

    /** A committed revision that the copy did not have, and since when that is known. */
    private record Late(long revision, long sinceNanos) {}

    /** A seat's entry and what it should be. */
    record Repair(String found, StoredSeat seat) {}

    ClaimRepair(
            ClaimStore store,
            StateRebuild rebuild,
            EventReplicas replicas,
            ClaimRepairRepository repository,
            ClaimConfig config,
            MeterRegistry metrics) {
        this.store = store;
        this.rebuild = rebuild;
        this.replicas = replicas;
        this.repository = repository;
        this.config = config;
        this.metrics = metrics;
        for (Verdict kind : List.of(Verdict.MISSED, Verdict.WRONG, Verdict.ABANDONED, Verdict.UNKNOWN)) {
            count(kind, 0);
        }
    }

    @Scheduled(every = "${tiketi.claim.compare-interval:2s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> compareDue() {
        long forgotten = System.nanoTime() - WATCHED.toNanos();
        lateSeats.values().removeIf(late -> late.sinceNanos() < forgotten);
        List<EventReplica> due = due();
        int slices = due.stream().mapToInt(ClaimRepair::slices).sum();
        long longestPause = config.comparePauses().toNanos() / Math.max(1, slices);
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUniAndConcatenate(replica -> compareInTurn(replica, longestPause)
                        .onFailure()
                        .invoke(failure -> LOG.debugf("not compared eventId=%s reason=%s", replica.eventId(), failure))
                        .onFailure()
                        .recoverWithNull())
                .onItem()
                .ignoreAsUni();
    }

    /** Moving events all, and of the others that somebody looks at those whose turn it is. */
    private List<EventReplica> due() {
        long now = System.nanoTime();
        List<EventReplica> moving = new ArrayList<>();
        List<EventReplica> resting = new ArrayList<>();
        for (EventReplica replica : replicas.all()) {
            Compared known = compared.compute(
                    replica.eventId(),
                    (id, before) -> before == null
                            ? new Compared(replica.position(), now, now - MOVING.toNanos())
                            : before.position().equals(replica.position())
                                    ? before
                                    : new Compared(replica.position(), now, before.comparedAtNanos()));
            if (now - known.movedAtNanos() < MOVING.toNanos()) {
                moving.add(replica);
            } else if (now - known.comparedAtNanos() > config.compareResting().toNanos()) {
                resting.add(replica);
            }
        }
        compared.keySet().removeIf(event -> replicas.known(event).isEmpty());
        resting.sort(Comparator.comparingLong(this::comparedAtNanos));
        moving.addAll(resting.subList(0, Math.min(resting.size(), config.compareRestingEvents())));
        return moving;
    }

    private long comparedAtNanos(EventReplica replica) {
        return Optional.ofNullable(compared.get(replica.eventId()))
                .map(Compared::comparedAtNanos)
                .orElse(0L);
    }

    private static int slices(EventReplica replica) {
        return (replica.peek().size() + SLICE - 1) / SLICE;
    }

    private Uni<Void> compareInTurn(EventReplica replica, long longestPause) {
        EventId event = replica.eventId();
        if (!store.isAvailable(event)) {
            return Uni.createFrom().voidItem();
        }
        compared.computeIfPresent(
                event, (id, known) -> new Compared(known.position(), known.movedAtNanos(), System.nanoTime()));
        return store.takeTurn(event)
                .chain(ours -> ours
                        ? compare(event, slices(replica), longestPause)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> compare(EventId event, int slices, long longestPause) {
        return Multi.createFrom()
                .range(0, slices)
                .onItem()
                .transformToUniAndConcatenate(slice -> {
                    long begun = System.nanoTime();
                    return compareSlice(event, slice * SLICE)
                            .onItem()
                            .transformToUni(done ->
                                    pause(Math.min(longestPause, PAUSES_PER_SLICE * (System.nanoTime() - begun))));
                })
                .onItem()
                .ignoreAsUni()
                .onFailure(ClaimStore.Absent.class)
                .recoverWithUni(() -> rebuild.rebuild(event));
    }

    private static Uni<Void> pause(long nanos) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofNanos(Math.max(1, nanos)));
    }

    private Uni<Void> compareSlice(EventId event, int from) {
        return repository.sums(event, from, SLICE, BLOCK).chain(stored -> store.sums(event, from, BLOCK, SLICE / BLOCK)
                .map(copy -> seatsOfDiffering(from, stored, copy))
                .chain(seats -> seats.isEmpty() ? Uni.createFrom().voidItem() : compareSeats(event, seats)));
    }

    private static List<Integer> seatsOfDiffering(int from, Map<Integer, BlockSums> stored, List<BlockSums> copy) {
        return IntStream.range(0, copy.size())
                .filter(block -> !copy.get(block).equals(stored.getOrDefault(from / BLOCK + block, BlockSums.NOTHING)))
                .map(block -> from + block * BLOCK)
                .flatMap(first -> IntStream.range(first, first + BLOCK))
                .boxed()
                .toList();
    }

    /** The copy is read first: what PostgreSQL has committed since is at most a change on its way. */
    private Uni<Void> compareSeats(EventId event, List<Integer> positions) {
        return store.entries(event, positions)
                .chain(entries ->
                        repository.seats(event, positions).chain(readings -> judge(event, entries, readings)));
    }

    private Uni<Void> judge(EventId event, Map<Integer, String> entries, List<ClaimRepairRepository.Reading> readings) {
        Map<Verdict, List<Repair>> repairs = new EnumMap<>(Verdict.class);
        for (ClaimRepairRepository.Reading reading : readings) {
            StoredSeat seat = reading.seat();
            Optional<String> entry = Optional.ofNullable(entries.get(seat.seat()));
            Verdict verdict = SeatComparison.compare(entry, seat, reading.now());
            if (verdict != Verdict.SAME && (verdict != Verdict.MISSED || isOverdue(event, entry, seat))) {
                repairs.computeIfAbsent(verdict, kind -> new ArrayList<>()).add(new Repair(entry.orElse(""), seat));
            }
        }
        if (repairs.containsKey(Verdict.UNKNOWN)) {
            LOG.warnf("seat copy knows changes that PostgreSQL does not, rebuilding eventId=%s", event);
            count(Verdict.UNKNOWN, repairs.get(Verdict.UNKNOWN).size());
            return rebuild.rebuild(event);
        }
        return Multi.createFrom()
                .iterable(repairs.entrySet())
                .onItem()
                .transformToUniAndConcatenate(kind -> repair(event, kind.getKey(), kind.getValue()))
                .onItem()
                .ignoreAsUni();
    }

    /** Whether the change was missing long enough ago already, so that it cannot be on its way any more. */
    private boolean isOverdue(EventId event, Optional<String> entry, StoredSeat seat) {
        long arrived = SeatComparison.revision(entry);
        long now = System.nanoTime();
        Late late = lateSeats.compute(
                new SeatOfEvent(event, seat.seat()),
                (key, known) -> known == null || known.revision() <= arrived ? new Late(seat.revision(), now) : known);
        return now - late.sinceNanos() > config.missedAfter().toNanos();
    }

    private Uni<Void> repair(EventId event, Verdict kind, List<Repair> seats) {
        return store.repair(event, seats)
                .invoke(repaired -> {
                    count(kind, repaired);
                    LOG.warnf("seat copy repaired eventId=%s kind=%s seatCount=%d", event, name(kind), repaired);
                })
                .replaceWithVoid();
    }

    private void count(Verdict kind, int seats) {
        metrics.counter("tiketi.claim.repaired.seats", "kind", name(kind)).increment(seats);
    }

    private static String name(Verdict kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
