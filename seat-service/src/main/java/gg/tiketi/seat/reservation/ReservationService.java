package gg.tiketi.seat.reservation;

import gg.tiketi.seat.claim.Candidates;
import gg.tiketi.seat.claim.ClaimOutcome;
import gg.tiketi.seat.claim.ClaimService;
import gg.tiketi.seat.claim.OutboxApplier;
import gg.tiketi.seat.platform.Conflicts;
import gg.tiketi.seat.reservation.ReserveOutcome.Reason;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatLayout;
import gg.tiketi.seat.seatmap.SellableEvent;
import gg.tiketi.seat.seatmap.SellableEvents;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reserves seats: what memory can refuse, then one script in Redis, then one function in PostgreSQL, which alone decides.
 *
 * <p>If this process dies after the claim, its provisional deadline frees the seats. If it dies after the commit, the
 * outbox brings the seats into Redis. If the commit's answer is lost, the claim is left alone and the buyer's repetition
 * with the same key finds out what became of it.
 */
@ApplicationScoped
public class ReservationService {

    /** Tries of a wish that leaves the choice to us; each knows more of the seats that are gone. */
    private static final int ROUNDS = 3;

    private final SellableEvents events;
    private final ClaimService claims;
    private final SeatChoice choice;
    private final DraftWriter drafts;
    private final ReservationRepository repository;
    private final ReserveQueue queue;
    private final OutboxApplier outbox;
    private final ReservationNumbers numbers;
    private final ReservationConfig config;
    private final Clock clock = Clock.systemUTC();

    /**
     * A request on its way.
     *
     * @param gone seats found to be somebody else's
     * @param seen the position of the last refusal
     * @param round 0 and up
     * @param retries left after outdated rules or a clash
     */
    private record Attempt(
            ReserveRequest request,
            SellableEvent event,
            Set<Integer> gone,
            Optional<Position> seen,
            int round,
            int retries) {

        Attempt lost(List<Integer> seats, Optional<Position> at) {
            Set<Integer> all = new HashSet<>(gone);
            all.addAll(seats);
            return new Attempt(request, event, all, at.or(() -> seen), round + 1, retries);
        }

        List<Integer> wished(Wish.Seats wish) {
            return wish.labels().stream()
                    .map(label -> event.layout().position(label).orElseThrow())
                    .toList();
        }
    }

    ReservationService(
            SellableEvents events,
            ClaimService claims,
            SeatChoice choice,
            DraftWriter drafts,
            ReservationRepository repository,
            ReserveQueue queue,
            OutboxApplier outbox,
            ReservationNumbers numbers,
            ReservationConfig config) {
        this.events = events;
        this.claims = claims;
        this.choice = choice;
        this.drafts = drafts;
        this.repository = repository;
        this.queue = queue;
        this.outbox = outbox;
        this.numbers = numbers;
        this.config = config;
    }

    /** Reserves all the seats or none. */
    Uni<ReserveOutcome> reserve(ReserveRequest request) {
        return events.find(request.event())
                .chain(event ->
                        event.isEmpty() ? refuse(Reason.UNKNOWN_EVENT) : begin(request, event.get(), config.retries()));
    }

    /** One page of the account's reservations. */
    Uni<ReservationPage> page(UUID accountId, int page, int size) {
        return repository.page(accountId, page, size);
    }

    /** One of the account's reservations. */
    Uni<Optional<String>> find(ReservationId id, UUID accountId) {
        return repository.find(id, accountId);
    }

    /** Accepts an offer of the account's: from now on there is as much time to pay as after reserving. */
    Uni<AcceptOutcome> accept(ReservationId id, UUID accountId) {
        return Conflicts.retried(
                        repository.accept(id, accountId, config.hold(), numbers.returnDelay(config.maxReturnDelay())),
                        config.retries())
                .invoke(outcome -> {
                    if (outcome instanceof AcceptOutcome.Accepted accepted) {
                        accepted.changed().ifPresent(outbox::changed);
                    }
                });
    }

    private Uni<ReserveOutcome> begin(ReserveRequest request, SellableEvent event, int retries) {
        int most = Math.min(config.maxSeatsPerRequest(), event.maxSeatsPerPerson());
        if (request.wish().count() > most) {
            return Uni.createFrom().item(new ReserveOutcome.TooManySeats(most));
        }
        List<String> unknown = unknown(request.wish(), event.layout());
        if (!unknown.isEmpty()) {
            return Uni.createFrom().item(new ReserveOutcome.UnknownSeats(unknown));
        }
        return attempt(new Attempt(request, event, Set.of(), Optional.empty(), 0, retries));
    }

    private static List<String> unknown(Wish wish, SeatLayout layout) {
        return switch (wish) {
            case Wish.Seats seats ->
                seats.labels().stream()
                        .filter(label -> layout.position(label).isEmpty())
                        .toList();
            case Wish.Best best ->
                best.wish().section().stream()
                        .filter(section -> !layout.hasSection(section))
                        .toList();
            case Wish.Standing standing ->
                layout.standing(standing.section()).isPresent() ? List.of() : List.of(standing.section());
        };
    }

    private Uni<ReserveOutcome> attempt(Attempt attempt) {
        return candidates(attempt).chain(candidates -> {
            if (!attempt.event().isOnSale(clock.instant())) {
                return repeatOr(attempt, refuse(offSaleReason(attempt.event())));
            }
            // Told by the rules in memory; whoever is let through here is asked again by the script or the function.
            if (attempt.event().needsAdmission()
                    && attempt.request().admission().isEmpty()) {
                return repeatOr(attempt, refuse(Reason.ADMISSION_REQUIRED));
            }
            return candidates.isEmpty() ? repeatOr(attempt, lost(attempt)) : claimAndReserve(attempt, candidates);
        });
    }

    private Uni<Candidates> candidates(Attempt attempt) {
        return switch (attempt.request().wish()) {
            case Wish.Seats seats
            when attempt.round() == 0 -> Uni.createFrom().item(Candidates.exactly(attempt.wished(seats)));
            case Wish.Seats seats -> choice.near(attempt.event(), attempt.wished(seats), attempt.gone());
            case Wish.Best best -> choice.best(attempt.event(), best.wish(), attempt.gone());
            case Wish.Standing standing ->
                choice.standing(
                        attempt.event(),
                        attempt.event().layout().standing(standing.section()).orElseThrow(),
                        standing.places(),
                        attempt.gone());
        };
    }

    /** Where nothing can be had, only the repetition of an earlier request has anything to gain from PostgreSQL. */
    private Uni<ReserveOutcome> repeatOr(Attempt attempt, Uni<ReserveOutcome> refusal) {
        return claims.mayBeKnown(attempt.event().id(), attempt.request().owner())
                .chain(known ->
                        known && attempt.round() == 0 ? decide(attempt, List.of(), 0, Optional.empty()) : refusal);
    }

    private Uni<ReserveOutcome> claimAndReserve(Attempt attempt, Candidates candidates) {
        return claims.claim(
                        attempt.event().id(),
                        attempt.request().owner(),
                        candidates,
                        attempt.request().admission())
                .chain(claim -> switch (claim) {
                    case ClaimOutcome.Claimed claimed ->
                        decide(attempt, claimed.seats(), 0, Optional.of(claimed.position()));
                    case ClaimOutcome.Taken taken -> {
                        Attempt later = attempt.lost(taken.seats(), Optional.of(taken.position()));
                        // For no seats PostgreSQL says what is stored under the key, or that they are taken.
                        yield taken.doubted() ? decide(later, List.of(), 0, Optional.empty()) : again(later);
                    }
                    // The copy of admissions may be late; without one PostgreSQL has nothing but a stored answer to
                    // give.
                    case ClaimOutcome.NotAdmitted refused ->
                        attempt.request().admission().isPresent()
                                ? decide(attempt, candidates.first(), candidates.pick(), Optional.empty())
                                : repeatOr(attempt, refuse(Reason.ADMISSION_REQUIRED));
                    // The reserve function lets one request of a person at a time in, so this one waits for the other.
                    case ClaimOutcome.Known known ->
                        decide(attempt, candidates.first(), candidates.pick(), Optional.empty());
                    case ClaimOutcome.Unavailable away ->
                        decide(attempt, candidates.first(), candidates.pick(), Optional.empty());
                });
    }

    private Uni<ReserveOutcome> decide(Attempt attempt, List<Integer> seats, int pick, Optional<Position> claimed) {
        return Conflicts.retried(askDatabase(attempt, seats, pick), config.retries())
                .chain(answer -> settle(attempt, seats, claimed, answer));
    }

    private Uni<ReserveAnswer> askDatabase(Attempt attempt, List<Integer> seats, int pick) {
        return queue.place(
                attempt.event(),
                new Placing(
                        attempt.request(),
                        drafts.write(attempt.event(), seats, pick),
                        numbers.returnDelay(config.maxReturnDelay())));
    }

    private Uni<ReserveOutcome> settle(
            Attempt attempt, List<Integer> seats, Optional<Position> claimed, ReserveAnswer answer) {
        EventId event = attempt.event().id();
        return switch (answer.outcome()) {
            case "PLACED" -> {
                outbox.changed(event);
                yield Uni.createFrom()
                        .item(new ReserveOutcome.Placed(answer.body().orElseThrow(), claimed));
            }
            // Redis had forgotten this request; if the seats are really its own, the outbox marks them again.
            case "REPLAY" ->
                giveBack(attempt, seats, claimed)
                        .replaceWith(new ReserveOutcome.Placed(answer.body().orElseThrow(), Optional.empty()));
            case "STALE", "RETRY" -> giveBack(attempt, seats, claimed).chain(() -> withFreshRules(attempt));
            case "TAKEN" ->
                giveBack(attempt, seats, claimed)
                        .chain(() -> claimed.isPresent()
                                ? claims.correct(event, answer.taken())
                                : Uni.createFrom().voidItem())
                        .chain(() -> again(attempt.lost(answer.taken(), claimed)));
            case "LIMIT" ->
                giveBack(attempt, seats, claimed)
                        .replaceWith(
                                new ReserveOutcome.LimitReached(attempt.event().maxSeatsPerPerson(), answer.number()));
            case "UNKNOWN_SEATS" ->
                giveBack(attempt, seats, claimed).replaceWith(new ReserveOutcome.UnknownSeats(labels(attempt, seats)));
            default -> giveBack(attempt, seats, claimed).chain(() -> refuse(Reason.valueOf(answer.outcome())));
        };
    }

    /** After a lost race: those who leave the choice to us get another round. */
    private Uni<ReserveOutcome> again(Attempt attempt) {
        boolean onlyThese = attempt.request().wish() instanceof Wish.Seats seats && !seats.orNearest();
        return onlyThese || attempt.round() >= ROUNDS ? lost(attempt) : attempt(attempt);
    }

    private Uni<ReserveOutcome> lost(Attempt attempt) {
        if (!(attempt.request().wish() instanceof Wish.Seats seats)) {
            return Uni.createFrom().item(new ReserveOutcome.NotEnough(attempt.seen()));
        }
        List<Integer> wished = attempt.wished(seats);
        return choice.near(attempt.event(), wished, attempt.gone())
                .map(near -> new ReserveOutcome.SeatsTaken(
                        labels(
                                attempt,
                                wished.stream().filter(attempt.gone()::contains).toList()),
                        near.sets().stream()
                                .map(group -> labels(attempt, group))
                                .toList(),
                        attempt.seen()));
    }

    private Uni<ReserveOutcome> withFreshRules(Attempt attempt) {
        if (attempt.retries() == 0) {
            return refuse(Reason.BUSY);
        }
        return events.reload(attempt.event().id())
                .chain(event -> event.isEmpty()
                        ? refuse(Reason.UNKNOWN_EVENT)
                        : begin(attempt.request(), event.get(), attempt.retries() - 1));
    }

    private Uni<Void> giveBack(Attempt attempt, List<Integer> seats, Optional<Position> claimed) {
        return claimed.isPresent()
                ? claims.release(attempt.event().id(), attempt.request().owner(), seats)
                : Uni.createFrom().voidItem();
    }

    private Reason offSaleReason(SellableEvent event) {
        if (event.cancelled()) {
            return Reason.EVENT_CANCELLED;
        }
        if (event.saleStopped()) {
            return Reason.SALE_STOPPED;
        }
        return event.saleWindows().stream().anyMatch(window -> clock.instant().isBefore(window.opensAt()))
                ? Reason.SALE_NOT_OPEN
                : Reason.SALE_CLOSED;
    }

    private static List<String> labels(Attempt attempt, List<Integer> seats) {
        return seats.stream()
                .map(seat -> attempt.event().layout().place(seat).label())
                .toList();
    }

    private static Uni<ReserveOutcome> refuse(Reason reason) {
        return Uni.createFrom().item(new ReserveOutcome.Refused(reason));
    }
}
