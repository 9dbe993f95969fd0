package gg.tiketi.seat.reservation;

import com.github.f4b6a3.uuid.UuidCreator;
import gg.tiketi.seat.claim.ClaimOutcome;
import gg.tiketi.seat.claim.ClaimService;
import gg.tiketi.seat.claim.OutboxApplier;
import gg.tiketi.seat.reservation.ReserveOutcome.Reason;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatLayout;
import gg.tiketi.seat.seatmap.SellableEvent;
import gg.tiketi.seat.seatmap.SellableEvents;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

    private static final Set<String> TRANSIENT_CONFLICTS = Set.of("40P01", "40001");
    private static final Duration RETRY_MIN = Duration.ofMillis(5);
    private static final Duration RETRY_MAX = Duration.ofMillis(50);

    private final SellableEvents events;
    private final ClaimService claims;
    private final ReservationRepository repository;
    private final OutboxApplier outbox;
    private final ReservationNumbers numbers;
    private final ReservationConfig config;
    private final Clock clock = Clock.systemUTC();

    /** A request with the event's rules and the seats' positions. */
    private record Prepared(ReserveRequest request, SellableEvent event, List<Integer> seats) {}

    ReservationService(
            SellableEvents events,
            ClaimService claims,
            ReservationRepository repository,
            OutboxApplier outbox,
            ReservationNumbers numbers,
            ReservationConfig config) {
        this.events = events;
        this.claims = claims;
        this.repository = repository;
        this.outbox = outbox;
        this.numbers = numbers;
        this.config = config;
    }

    /** Reserves all the seats or none. */
    Uni<ReserveOutcome> reserve(ReserveRequest request) {
        return events.find(request.event())
                .chain(event -> event.isEmpty()
                        ? refuse(Reason.UNKNOWN_EVENT)
                        : prepareAndReserve(request, event.get(), config.retries()));
    }

    /** One page of the account's reservations. */
    Uni<ReservationPage> page(UUID accountId, int page, int size) {
        return repository.page(accountId, page, size);
    }

    /** One of the account's reservations. */
    Uni<Optional<String>> find(ReservationId id, UUID accountId) {
        return repository.find(id, accountId);
    }

    private Uni<ReserveOutcome> prepareAndReserve(ReserveRequest request, SellableEvent event, int retries) {
        int most = Math.min(config.maxSeatsPerRequest(), event.maxSeatsPerPerson());
        if (request.labels().size() > most) {
            return Uni.createFrom().item(new ReserveOutcome.TooManySeats(most));
        }
        List<Integer> seats = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String label : request.labels()) {
            OptionalInt position = event.layout().position(label);
            if (position.isPresent()) {
                seats.add(position.getAsInt());
            } else {
                unknown.add(label);
            }
        }
        if (!unknown.isEmpty()) {
            return Uni.createFrom().item(new ReserveOutcome.UnknownSeats(unknown));
        }
        Prepared prepared = new Prepared(request, event, seats);
        return isOnSale(event) ? claimAndReserve(prepared, retries) : reserveIfKnown(prepared, retries);
    }

    /** Off sale only the repetition of an earlier request has anything to gain from PostgreSQL. */
    private Uni<ReserveOutcome> reserveIfKnown(Prepared prepared, int retries) {
        return claims.mayBeKnown(prepared.event().id(), prepared.request().owner())
                .chain(known ->
                        known ? decide(prepared, Optional.empty(), retries) : refuse(offSaleReason(prepared.event())));
    }

    private Uni<ReserveOutcome> claimAndReserve(Prepared prepared, int retries) {
        return claims.claim(prepared.event().id(), prepared.request().owner(), prepared.seats())
                .chain(claim -> switch (claim) {
                    case ClaimOutcome.Claimed claimed -> decide(prepared, Optional.of(claimed.position()), retries);
                    case ClaimOutcome.Taken taken -> Uni.createFrom().item(taken(prepared, taken));
                    // The reserve function lets one request of a person at a time in, so this one waits for the other.
                    case ClaimOutcome.Known known -> decide(prepared, Optional.empty(), retries);
                    case ClaimOutcome.Unavailable away -> decide(prepared, Optional.empty(), retries);
                });
    }

    private Uni<ReserveOutcome> decide(Prepared prepared, Optional<Position> claimed, int retries) {
        return askDatabase(prepared)
                .onFailure(ReservationService::isTransient)
                .retry()
                .withBackOff(RETRY_MIN, RETRY_MAX)
                .atMost(config.retries())
                .chain(answer -> settle(prepared, claimed, answer, retries));
    }

    private Uni<ReserveAnswer> askDatabase(Prepared prepared) {
        return repository.reserve(
                prepared.request(),
                prepared.event(),
                draft(prepared),
                config.hold(),
                numbers.returnDelay(config.maxReturnDelay()));
    }

    private Uni<ReserveOutcome> settle(
            Prepared prepared, Optional<Position> claimed, ReserveAnswer answer, int retries) {
        EventId event = prepared.event().id();
        return switch (answer.outcome()) {
            case "PLACED" -> {
                outbox.changed(event);
                yield Uni.createFrom()
                        .item(new ReserveOutcome.Placed(answer.body().orElseThrow(), claimed));
            }
            // A claim made for a repetition is not given back: the seats may be the very ones reserved before.
            case "REPLAY" ->
                Uni.createFrom().item(new ReserveOutcome.Placed(answer.body().orElseThrow(), Optional.empty()));
            case "STALE", "RETRY" -> giveBack(prepared, claimed).chain(() -> again(prepared, retries));
            case "TAKEN" ->
                giveBack(prepared, claimed)
                        .chain(() -> claimed.isPresent()
                                ? claims.correct(event, answer.taken())
                                : Uni.createFrom().voidItem())
                        .replaceWith(new ReserveOutcome.SeatsTaken(labels(prepared, answer.taken()), claimed));
            case "LIMIT" ->
                giveBack(prepared, claimed)
                        .replaceWith(
                                new ReserveOutcome.LimitReached(prepared.event().maxSeatsPerPerson(), answer.number()));
            case "UNKNOWN_SEATS" ->
                giveBack(prepared, claimed)
                        .replaceWith(new ReserveOutcome.UnknownSeats(
                                prepared.request().labels()));
            default -> giveBack(prepared, claimed).chain(() -> refuse(Reason.valueOf(answer.outcome())));
        };
    }

    private Uni<ReserveOutcome> again(Prepared prepared, int retries) {
        if (retries == 0) {
            return refuse(Reason.BUSY);
        }
        return events.reload(prepared.event().id())
                .chain(event -> event.isEmpty()
                        ? refuse(Reason.UNKNOWN_EVENT)
                        : prepareAndReserve(prepared.request(), event.get(), retries - 1));
    }

    private Uni<Void> giveBack(Prepared prepared, Optional<Position> claimed) {
        return claimed.isPresent()
                ? claims.release(prepared.event().id(), prepared.request().owner(), prepared.seats())
                : Uni.createFrom().voidItem();
    }

    private ReservationRepository.Draft draft(Prepared prepared) {
        SellableEvent event = prepared.event();
        JsonArray seats = new JsonArray();
        int amount = 0;
        for (int seat : prepared.seats()) {
            SeatLayout.Place place = event.layout().place(seat);
            seats.add(new JsonObject()
                    .put("label", place.label())
                    .put("section", place.section())
                    .put("priceTier", place.priceTier())
                    .put("price", event.price(seat)));
            amount = Math.addExact(amount, event.price(seat));
        }
        JsonObject document = new JsonObject()
                .put(
                        "event",
                        new JsonObject()
                                .put("id", event.id().toString())
                                .put(
                                        "title",
                                        text(event.title().ko(), event.title().en()))
                                .put(
                                        "venue",
                                        text(event.venue().ko(), event.venue().en()))
                                .put("startsAt", event.startsAt().toString()))
                .put("seats", seats);
        return new ReservationRepository.Draft(
                new ReservationId(UuidCreator.getTimeOrderedEpoch()),
                numbers.number(),
                prepared.seats(),
                amount,
                document);
    }

    private static JsonObject text(String ko, String en) {
        return new JsonObject().put("ko", ko).put("en", en);
    }

    private boolean isOnSale(SellableEvent event) {
        return !event.cancelled()
                && !event.saleStopped()
                && event.saleWindows().stream()
                        .anyMatch(window -> !clock.instant().isBefore(window.opensAt())
                                && clock.instant().isBefore(window.closesAt()));
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

    private static ReserveOutcome taken(Prepared prepared, ClaimOutcome.Taken taken) {
        return new ReserveOutcome.SeatsTaken(labels(prepared, taken.seats()), Optional.of(taken.position()));
    }

    private static List<String> labels(Prepared prepared, List<Integer> seats) {
        return seats.stream()
                .map(seat -> prepared.event().layout().place(seat).label())
                .toList();
    }

    private static Uni<ReserveOutcome> refuse(Reason reason) {
        return Uni.createFrom().item(new ReserveOutcome.Refused(reason));
    }

    private static boolean isTransient(Throwable failure) {
        return failure instanceof PgException broken && TRANSIENT_CONFLICTS.contains(broken.getSqlState());
    }
}
