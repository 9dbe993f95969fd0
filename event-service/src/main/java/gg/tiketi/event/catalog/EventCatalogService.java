package gg.tiketi.event.catalog;

import gg.tiketi.event.catalog.EventChangeOutcome.Changed;
import gg.tiketi.event.catalog.EventRepository.Standing;
import gg.tiketi.event.catalog.PublishOutcome.AlreadyPublished;
import gg.tiketi.event.catalog.PublishOutcome.Published;
import gg.tiketi.event.catalog.PublishOutcome.TiersDiffer;
import gg.tiketi.event.catalog.PublishOutcome.UnknownPlan;
import gg.tiketi.event.change.ChangeHintStore;
import gg.tiketi.event.plan.PlanRepository;
import gg.tiketi.event.platform.EventId;
import gg.tiketi.event.sale.PriceTier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The one way in which events come to be and change. Each act writes the event and its change in one transaction, then
 * hints at the change; when the hint is lost the readers find the change at their next poll.
 */
@ApplicationScoped
public class EventCatalogService {

    private final EventRepository events;
    private final PlanRepository plans;
    private final ChangeHintStore hints;

    EventCatalogService(EventRepository events, PlanRepository plans, ChangeHintStore hints) {
        this.events = events;
        this.plans = plans;
        this.hints = hints;
    }

    /** Makes the event public; its price tiers must be exactly those of its plan. */
    public Uni<PublishOutcome> publish(EventDraft draft) {
        return plans.findTiers(draft.plan()).flatMap(tiers -> publish(draft, tiers));
    }

    /** Cancels the event for good. */
    public Uni<EventChangeOutcome> cancel(EventId id) {
        return change(id, before -> new Standing(true, before.saleStopped()));
    }

    /** Stops the sale until it is resumed. */
    public Uni<EventChangeOutcome> stopSale(EventId id) {
        return change(id, before -> new Standing(before.cancelled(), true));
    }

    /** Lets a stopped sale go on. */
    public Uni<EventChangeOutcome> resumeSale(EventId id) {
        return change(id, before -> new Standing(before.cancelled(), false));
    }

    /** Gives the event other times. */
    public Uni<EventChangeOutcome> reschedule(EventId id, EventSchedule schedule) {
        return events.reschedule(id, schedule).call(this::announce).map(EventCatalogService::rescheduled);
    }

    private Uni<PublishOutcome> publish(EventDraft draft, Set<String> ofPlan) {
        if (ofPlan.isEmpty()) {
            return Uni.createFrom().item(new UnknownPlan());
        }
        Set<String> offered = draft.priceTiers().stream().map(PriceTier::name).collect(Collectors.toSet());
        if (!offered.equals(ofPlan) || draft.priceTiers().size() != ofPlan.size()) {
            return Uni.createFrom().item(new TiersDiffer(ofPlan));
        }
        return events.insert(draft).call(this::announce).map(EventCatalogService::published);
    }

    private Uni<EventChangeOutcome> change(EventId id, UnaryOperator<Standing> rule) {
        return events.change(id, rule)
                .call(outcome -> outcome instanceof Changed changed
                        ? hints.announce(changed.change())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> announce(Optional<Long> change) {
        return change.map(hints::announce).orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static PublishOutcome published(Optional<Long> change) {
        return change.<PublishOutcome>map(Published::new).orElseGet(AlreadyPublished::new);
    }

    private static EventChangeOutcome rescheduled(Optional<Long> change) {
        return change.<EventChangeOutcome>map(Changed::new).orElseGet(EventChangeOutcome.Unknown::new);
    }
}
