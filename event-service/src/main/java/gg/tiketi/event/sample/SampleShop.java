package gg.tiketi.event.sample;

import gg.tiketi.event.catalog.EventCatalogService;
import gg.tiketi.event.catalog.EventRepository;
import gg.tiketi.event.catalog.EventSchedule;
import gg.tiketi.event.catalog.PublishOutcome;
import gg.tiketi.event.plan.PlanKey;
import gg.tiketi.event.plan.PlanRepository;
import gg.tiketi.event.plan.PlanService;
import gg.tiketi.event.plan.PublishPlanOutcome;
import gg.tiketi.event.platform.EventId;
import gg.tiketi.event.search.KeywordRepository;
import gg.tiketi.event.venue.VenueRepository;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sets the sample shop up, through the same services as a real one. Doing it again changes nothing but the times of
 * events that have drifted out of the state they are meant to show; ids, plans and therefore reservations stay valid.
 */
@ApplicationScoped
class SampleShop {

    private final SampleContent content;
    private final VenueRepository venues;
    private final PlanRepository plans;
    private final PlanService planService;
    private final EventRepository events;
    private final EventCatalogService catalog;
    private final KeywordRepository keywords;
    private final Clock clock;

    SampleShop(
            SampleContent content,
            VenueRepository venues,
            PlanRepository plans,
            PlanService planService,
            EventRepository events,
            EventCatalogService catalog,
            KeywordRepository keywords,
            Clock clock) {
        this.content = content;
        this.venues = venues;
        this.plans = plans;
        this.planService = planService;
        this.events = events;
        this.catalog = catalog;
        this.keywords = keywords;
        this.clock = clock;
    }

    /** Makes what is missing; answers how many events were published or given fresh times. */
    Uni<Long> setUp() {
        return setUp(clock.instant());
    }

    Uni<Long> setUp(Instant now) {
        return oneByOne(content.venues(), venue -> venues.insert(venue.venue()))
                .flatMap(done -> keywords.add(content.keywords()))
                .flatMap(done -> publishMissingPlans())
                .flatMap(done -> bringEventsUpToDate(now));
    }

    private Uni<Long> publishMissingPlans() {
        List<SampleVenue> all = content.venues();
        return plans.findPublished(
                        all.stream().map(venue -> venue.planKey().planId()).toList())
                .flatMap(known -> oneByOne(missing(all, known), this::publishPlan));
    }

    private static List<SampleVenue> missing(List<SampleVenue> all, Set<PlanKey> known) {
        return all.stream().filter(venue -> !known.contains(venue.planKey())).toList();
    }

    private Uni<Void> publishPlan(SampleVenue venue) {
        return planService
                .publish(venue.seatingPlan())
                .invoke(SampleShop::mustBePublished)
                .replaceWithVoid();
    }

    private Uni<Long> bringEventsUpToDate(Instant now) {
        List<SampleEvent> all = content.events();
        Map<String, SampleVenue> at = content.venuesByKey();
        return events.findSchedules(all.stream().map(SampleEvent::id).toList())
                .flatMap(known -> oneByOne(
                        all.stream()
                                .filter(event -> needsWork(event, known, now))
                                .toList(),
                        event -> known.containsKey(event.id())
                                ? catalog.reschedule(event.id(), event.sale().schedule(now, event.runningMinutes()))
                                : publish(event, venueOf(event, at), now)));
    }

    private static boolean needsWork(SampleEvent event, Map<EventId, EventSchedule> known, Instant now) {
        EventSchedule schedule = known.get(event.id());
        return schedule == null || event.sale().hasDrifted(schedule, now);
    }

    private static SampleVenue venueOf(SampleEvent event, Map<String, SampleVenue> at) {
        return Objects.requireNonNull(at.get(event.venue()), "sample event in unknown venue: " + event.key());
    }

    private Uni<Void> publish(SampleEvent event, SampleVenue venue, Instant now) {
        return catalog.publish(event.draft(venue, now))
                .invoke(outcome -> mustBePublished(event, outcome))
                .flatMap(done -> event.sale().state() == SampleSale.State.CANCELLED
                        ? catalog.cancel(event.id()).replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    private static void mustBePublished(PublishPlanOutcome outcome) {
        if (outcome instanceof PublishPlanOutcome.Refused refused) {
            throw new IllegalStateException("sample plan refused: " + refused.violations());
        }
    }

    private static void mustBePublished(SampleEvent event, PublishOutcome outcome) {
        switch (outcome) {
            case PublishOutcome.Published published -> {}
            case PublishOutcome.AlreadyPublished byAnotherNode -> {}
            case PublishOutcome.UnknownPlan unknown ->
                throw new IllegalStateException("sample event without plan: " + event.key());
            case PublishOutcome.TiersDiffer differ ->
                throw new IllegalStateException("sample event with other tiers than its plan: " + event.key());
        }
    }

    private static <T> Uni<Long> oneByOne(List<T> items, Function<T, Uni<?>> act) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(item -> act.apply(item).replaceWith(item))
                .collect()
                .with(Collectors.counting());
    }
}
