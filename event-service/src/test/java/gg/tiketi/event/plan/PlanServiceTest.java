package gg.tiketi.event.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.event.plan.PublishPlanOutcome.AlreadyPublished;
import gg.tiketi.event.plan.PublishPlanOutcome.Published;
import gg.tiketi.event.plan.PublishPlanOutcome.Refused;
import gg.tiketi.event.plan.SeatingPlan.Row;
import gg.tiketi.event.plan.SeatingPlan.Seat;
import gg.tiketi.event.plan.SeatingPlan.Section;
import gg.tiketi.event.platform.LocalText;
import gg.tiketi.event.venue.Venue;
import gg.tiketi.event.venue.VenueRepository;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class PlanServiceTest {

    private static final UUID VENUE = UUID.nameUUIDFromBytes(new byte[] {7});

    @Inject
    PlanService plans;

    @Inject
    VenueRepository venues;

    @Inject
    Pool pool;

    @Test
    void fiftyThousandSeatsArePublishedWellBelowFiveSeconds() {
        // given
        SeatingPlan plan = plan(UUID.randomUUID(), 50_000);

        // when
        PublishPlanOutcome outcome = plans.publish(plan).await().atMost(Duration.ofSeconds(60));

        // then
        assertThat(outcome).isEqualTo(new Published(plan.key()));
        assertThat(plans.document(plan.key()).await().indefinitely()).isPresent();
    }

    @Test
    void aPublishedVersionStaysAsItIs() {
        // given
        UUID id = UUID.randomUUID();
        plans.publish(plan(id, 3)).await().indefinitely();
        byte[] first = plans.document(new PlanKey(id, 1)).await().indefinitely().orElseThrow();

        // when
        PublishPlanOutcome again = plans.publish(plan(id, 4)).await().indefinitely();

        // then
        assertThat(again).isEqualTo(new AlreadyPublished(new PlanKey(id, 1)));
        assertThat(plans.document(new PlanKey(id, 1)).await().indefinitely()).contains(first);
        assertThatThrownBy(
                        () -> pool.query("UPDATE seating_plan SET capacity = 1").executeAndAwait())
                .hasMessageContaining("does not change");
        assertThatThrownBy(() -> pool.query("DELETE FROM plan_tier").executeAndAwait())
                .hasMessageContaining("does not change");
    }

    @Test
    void aFaultyPlanIsNotKept() {
        // given
        SeatingPlan faulty = new SeatingPlan(UUID.randomUUID(), 1, VENUE, List.of());

        // when
        PublishPlanOutcome outcome = plans.publish(faulty).await().indefinitely();

        // then
        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(plans.document(faulty.key()).await().indefinitely()).isEmpty();
    }

    private SeatingPlan plan(UUID id, int seats) {
        venues.insert(new Venue(VENUE, new LocalText("빈터", "Clearing"), new LocalText("세종", "Sejong")))
                .await()
                .indefinitely();
        List<Seat> row = IntStream.rangeClosed(1, seats)
                .mapToObj(number -> new Seat("A-1-" + number, "" + number, number * 1.0, 1.0, false))
                .toList();
        return new SeatingPlan(id, 1, VENUE, List.of(new Section("A", "A", List.of(new Row("1", row)), null)));
    }
}
