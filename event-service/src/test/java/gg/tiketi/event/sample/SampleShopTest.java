package gg.tiketi.event.sample;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.event.ServiceCalls;
import gg.tiketi.event.catalog.Category;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class SampleShopTest {

    @Inject
    SampleShop shop;

    @Inject
    SampleContent content;

    @Test
    void settingUpAgainChangesNothing() {
        // given
        shop.setUp().await().indefinitely();
        long before = ServiceCalls.lastChange();

        // when
        long changed = shop.setUp().await().indefinitely();

        // then
        assertThat(changed).isZero();
        assertThat(ServiceCalls.lastChange()).isEqualTo(before);
    }

    @Test
    void twoDaysLaterOnlyOpenedSalesGetFreshTimesAndKeepIdAndPlan() {
        // given
        shop.setUp().await().indefinitely();
        Map<String, Map<String, Object>> before = planOfEachEvent();
        long last = ServiceCalls.lastChange();
        Duration passed = Duration.ofDays(2).plusSeconds(60);
        Set<String> opened = content.events().stream()
                .filter(event -> event.sale().opensIn() != null)
                .filter(event -> event.sale().opensIn().compareTo(passed) < 0)
                .map(event -> event.id().value().toString())
                .collect(Collectors.toSet());

        // when
        shop.setUp(Instant.now().plus(passed)).await().indefinitely();

        // then
        List<Map<String, Object>> changes = ServiceCalls.get("/internal/changes?limit=500&after=" + last)
                .jsonPath()
                .getList("changes.event");
        assertThat(changes)
                .extracting(change -> change.get("id").toString())
                .containsExactlyInAnyOrderElementsOf(opened);
        assertThat(planOfEachEvent()).isEqualTo(before);
        assertThat(given().get("/api/events?status=upcoming&size=100")
                        .jsonPath()
                        .getList("items.id", String.class))
                .containsAll(opened);
    }

    @Test
    void thereAre25EventsOfEveryKindAndState() {
        // given
        List<SampleEvent> events = content.events();

        // then
        assertThat(events).hasSize(25).extracting(SampleEvent::id).doesNotHaveDuplicates();
        assertThat(events).extracting(SampleEvent::category).contains(Category.values());
        assertThat(events.stream().map(event -> event.sale().state()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(SampleSale.State.values());
    }

    private Map<String, Map<String, Object>> planOfEachEvent() {
        Map<String, Map<String, Object>> plans = new HashMap<>();
        for (SampleEvent event : content.events()) {
            var detail = given().get("/api/events/" + event.id().value()).jsonPath();
            plans.put(event.key(), Map.of("plan", detail.getString("planId"), "version", detail.getInt("planVersion")));
        }
        return plans;
    }
}
