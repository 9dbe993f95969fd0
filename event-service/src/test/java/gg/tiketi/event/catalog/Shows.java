package gg.tiketi.event.catalog;

import gg.tiketi.event.plan.PlanService;
import gg.tiketi.event.plan.SeatingPlan;
import gg.tiketi.event.plan.SeatingPlan.Row;
import gg.tiketi.event.plan.SeatingPlan.Seat;
import gg.tiketi.event.plan.SeatingPlan.Section;
import gg.tiketi.event.plan.SeatingPlan.Standing;
import gg.tiketi.event.platform.EventId;
import gg.tiketi.event.platform.LocalText;
import gg.tiketi.event.sale.PriceTier;
import gg.tiketi.event.sale.SaleWindow;
import gg.tiketi.event.venue.Venue;
import gg.tiketi.event.venue.VenueRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Publishes small events for tests: four seats of tier A and three standing places of tier F. */
@ApplicationScoped
public class Shows {

    private static final UUID VENUE = UUID.nameUUIDFromBytes(new byte[] {1});
    private static final UUID PLAN = UUID.nameUUIDFromBytes(new byte[] {2});
    private static final LocalText GENERAL = new LocalText("일반", "General");

    private final VenueRepository venues;
    private final PlanService plans;
    private final EventCatalogService catalog;

    Shows(VenueRepository venues, PlanService plans, EventCatalogService catalog) {
        this.venues = venues;
        this.plans = plans;
        this.catalog = catalog;
    }

    /** An event on sale. */
    public EventId onSale(String title) {
        return publish(title, window(Duration.ofHours(-1), Duration.ofDays(5)));
    }

    /** An event with the given windows that starts in ten days. */
    public EventId publish(String title, SaleWindow... windows) {
        return publish(title, Instant.now().plus(Duration.ofDays(10)), windows);
    }

    public EventId publish(String title, Instant startsAt, SaleWindow... windows) {
        EventId id = new EventId(UUID.randomUUID());
        PublishOutcome outcome = publish(
                draft(id, title, new EventSchedule(startsAt, startsAt.plus(Duration.ofHours(2)), List.of(windows))));
        if (!(outcome instanceof PublishOutcome.Published)) {
            throw new IllegalStateException(outcome.toString());
        }
        return id;
    }

    PublishOutcome publish(EventDraft draft) {
        venues.insert(new Venue(VENUE, new LocalText("시험장", "Proving Ground"), new LocalText("세종", "Sejong")))
                .await()
                .indefinitely();
        plans.publish(plan()).await().indefinitely();
        return catalog.publish(draft).await().indefinitely();
    }

    static EventDraft draft(EventId id, String title, EventSchedule schedule) {
        return new EventDraft(
                id,
                new LocalText(title + " 제목", title),
                new LocalText("아무개", "Nobody"),
                new LocalText("설명", "Description"),
                Category.FESTIVAL,
                plan().key(),
                schedule,
                8,
                120,
                4,
                List.of(new PriceTier("A", 10_000), new PriceTier("F", 5_000)));
    }

    static SaleWindow window(Duration opensIn, Duration closesIn) {
        Instant now = Instant.now();
        return new SaleWindow(GENERAL, now.plus(opensIn), now.plus(closesIn));
    }

    private static SeatingPlan plan() {
        return new SeatingPlan(
                PLAN,
                1,
                VENUE,
                List.of(
                        new Section("A", "A", List.of(row("1"), row("2")), null),
                        new Section("F", "F", List.of(), new Standing(3))));
    }

    private static Row row(String name) {
        return new Row(
                name,
                List.of(
                        new Seat("A-" + name + "-1", "1", null, null, false),
                        new Seat("A-" + name + "-2", "2", null, null, false)));
    }
}
