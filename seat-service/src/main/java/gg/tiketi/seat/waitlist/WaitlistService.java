package gg.tiketi.seat.waitlist;

import gg.tiketi.seat.claim.OutboxApplier;
import gg.tiketi.seat.platform.Conflicts;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.EventReplicas;
import gg.tiketi.seat.seatmap.SeatState;
import gg.tiketi.seat.seatmap.SeatStates;
import gg.tiketi.seat.seatmap.SellableEvent;
import gg.tiketi.seat.seatmap.SellableEvents;
import gg.tiketi.seat.waitlist.JoinOutcome.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Joining, leaving and looking. Who wants what can be had now is told to buy it; everything else is decided by the function
 * in PostgreSQL. The seats seen here may be milliseconds old: who joins while some come back is offered them a second later.
 */
@ApplicationScoped
class WaitlistService {

    private static final int RETRIES = 2;

    private final SellableEvents events;
    private final EventReplicas replicas;
    private final WaitlistRepository repository;
    private final OutboxApplier outbox;
    private final WaitlistConfig config;
    private final MeterRegistry metrics;
    private final Clock clock = Clock.systemUTC();

    WaitlistService(
            SellableEvents events,
            EventReplicas replicas,
            WaitlistRepository repository,
            OutboxApplier outbox,
            WaitlistConfig config,
            MeterRegistry metrics) {
        this.events = events;
        this.replicas = replicas;
        this.repository = repository;
        this.outbox = outbox;
        this.config = config;
        this.metrics = metrics;
    }

    /** So that the counter is there before the first join. */
    void start(@Observes StartupEvent started) {
        count("in_line", 0);
    }

    /** Takes a place in the line of a tier, or tells the one the account has. */
    Uni<JoinOutcome> join(WaitlistWish wish) {
        return events.find(wish.event())
                .chain(event -> event.isEmpty() ? refuse(Reason.UNKNOWN_EVENT) : join(wish, event.get()))
                .invoke(this::count);
    }

    /** The account's entries for an event, one for each tier; empty when there is no such event. */
    Uni<Optional<List<WaitlistEntry>>> mine(EventId event, UUID accountId) {
        return events.find(event)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : repository.mine(event, accountId, Optional.empty()).map(Optional::of));
    }

    /** Leaves the line of a tier, or all of the event; an open offer is declined by it. */
    Uni<Void> leave(EventId event, Optional<String> tier, UUID accountId) {
        return Conflicts.retried(repository.leave(event, tier, accountId), RETRIES)
                .invoke(freed -> {
                    if (freed) {
                        outbox.changed(event);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<JoinOutcome> join(WaitlistWish wish, SellableEvent event) {
        if (!event.priceByTier().containsKey(wish.priceTier())) {
            return refuse(Reason.UNKNOWN_TIER);
        }
        return canBuy(wish, event).chain(there -> there ? standsOr(wish, Reason.SEATS_AVAILABLE) : decide(wish, event));
    }

    private Uni<Boolean> canBuy(WaitlistWish wish, SellableEvent event) {
        if (wish.groupSize() > event.maxSeatsPerPerson() || !event.isOnSale(clock.instant())) {
            return Uni.createFrom().item(false);
        }
        return replicas.find(event.id()).map(replica -> {
            SeatStates states = replica.orElseThrow().states();
            return new GroupChoice(event.layout(), wish.priceTier(), ThreadLocalRandom.current())
                    .choose(seat -> states.state(seat) == SeatState.AVAILABLE, wish.groupSize(), wish.adjacent())
                    .isPresent();
        });
    }

    /** Whoever is in line already stays there, whatever can be bought now. */
    private Uni<JoinOutcome> standsOr(WaitlistWish wish, Reason reason) {
        return find(wish).chain(found -> found.filter(WaitlistService::isLive)
                .map(entry -> Uni.createFrom().item(standing(wish, entry)))
                .orElseGet(() -> refuse(reason)));
    }

    private Uni<JoinOutcome> decide(WaitlistWish wish, SellableEvent event) {
        return Conflicts.retried(
                        repository.join(wish, config.maxEntriesPerAccount(), config.maxEntriesPerEvent()), RETRIES)
                .chain(joined -> switch (joined.outcome()) {
                    case "JOINED", "THERE", "DIFFERENT" ->
                        find(wish).map(entry -> entry.map(found -> standing(wish, found))
                                .orElse(new JoinOutcome.Refused(Reason.BUSY)));
                    case "TOO_MANY_SEATS" -> Uni.createFrom().item(new JoinOutcome.TooManySeats(joined.number()));
                    case "LIMIT" ->
                        Uni.createFrom().item(new JoinOutcome.LimitReached(event.maxSeatsPerPerson(), joined.number()));
                    default -> refuse(Reason.valueOf(joined.outcome()));
                });
    }

    private Uni<Optional<WaitlistEntry>> find(WaitlistWish wish) {
        return repository
                .mine(wish.event(), wish.accountId(), Optional.of(wish.priceTier()))
                .map(entries -> entries.stream().findFirst());
    }

    private static JoinOutcome standing(WaitlistWish wish, WaitlistEntry entry) {
        return entry.groupSize() == wish.groupSize() && entry.adjacent() == wish.adjacent()
                ? new JoinOutcome.Stands(entry)
                : new JoinOutcome.Different(entry);
    }

    private static boolean isLive(WaitlistEntry entry) {
        return entry.state() == WaitlistEntry.State.WAITING || entry.state() == WaitlistEntry.State.OFFERED;
    }

    private void count(JoinOutcome outcome) {
        String name =
                switch (outcome) {
                    case JoinOutcome.Stands stands -> "in_line";
                    case JoinOutcome.Different different -> "different";
                    case JoinOutcome.TooManySeats tooMany -> "too_many_seats";
                    case JoinOutcome.LimitReached limit -> "limit";
                    case JoinOutcome.Refused refused -> refused.reason().name().toLowerCase(Locale.ROOT);
                };
        count(name, 1);
    }

    private void count(String outcome, int joins) {
        metrics.counter("tiketi.waitlist.joins", "outcome", outcome).increment(joins);
    }

    private static Uni<JoinOutcome> refuse(Reason reason) {
        return Uni.createFrom().item(new JoinOutcome.Refused(reason));
    }
}
