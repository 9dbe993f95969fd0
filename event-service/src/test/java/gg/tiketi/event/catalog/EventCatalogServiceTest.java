package gg.tiketi.event.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.event.ServiceCalls;
import gg.tiketi.event.plan.PlanKey;
import gg.tiketi.event.platform.EventId;
import gg.tiketi.event.sale.PriceTier;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class EventCatalogServiceTest {

    private static final EventSchedule SOON = new EventSchedule(
            Instant.now().plus(Duration.ofDays(3)),
            Instant.now().plus(Duration.ofDays(4)),
            List.of(Shows.window(Duration.ZERO, Duration.ofDays(2))));

    @Inject
    Shows shows;

    @Inject
    EventCatalogService catalog;

    @Test
    void publishingTwiceWritesOneChange() {
        // given
        EventDraft draft = Shows.draft(new EventId(UUID.randomUUID()), "twice", SOON);
        PublishOutcome first = shows.publish(draft);
        long last = ServiceCalls.lastChange();

        // when
        PublishOutcome second = shows.publish(draft);

        // then
        assertThat(first).isEqualTo(new PublishOutcome.Published(last));
        assertThat(second).isEqualTo(new PublishOutcome.AlreadyPublished());
        assertThat(ServiceCalls.lastChange()).isEqualTo(last);
    }

    @Test
    void anEventNeedsAnExistingPlanAndExactlyItsTiers() {
        // given
        EventDraft good = Shows.draft(new EventId(UUID.randomUUID()), "needs", SOON);

        // then
        assertThat(shows.publish(with(good, new PlanKey(UUID.randomUUID(), 1), good.priceTiers())))
                .isEqualTo(new PublishOutcome.UnknownPlan());
        assertThat(shows.publish(with(good, good.plan(), List.of(new PriceTier("A", 1)))))
                .isEqualTo(new PublishOutcome.TiersDiffer(Set.of("A", "F")));
        assertThat(shows.publish(with(
                        good,
                        good.plan(),
                        List.of(new PriceTier("A", 1), new PriceTier("A", 2), new PriceTier("F", 3)))))
                .isEqualTo(new PublishOutcome.TiersDiffer(Set.of("A", "F")));
    }

    @Test
    void reschedulingAnUnknownEventChangesNothing() {
        assertThat(catalog.reschedule(new EventId(UUID.randomUUID()), SOON)
                        .await()
                        .indefinitely())
                .isEqualTo(new EventChangeOutcome.Unknown());
    }

    private static EventDraft with(EventDraft draft, PlanKey plan, List<PriceTier> tiers) {
        return new EventDraft(
                draft.id(),
                draft.title(),
                draft.artist(),
                draft.description(),
                draft.category(),
                plan,
                draft.schedule(),
                draft.ageLimit(),
                draft.runningMinutes(),
                draft.maxSeatsPerPerson(),
                tiers);
    }
}
