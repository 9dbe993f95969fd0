package gg.tiketi.event.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.event.ServiceCalls;
import gg.tiketi.event.platform.EventId;
import gg.tiketi.event.sale.SaleWindow;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class EventStatusTest {

    private static final SaleWindow PAST = Shows.window(Duration.ofDays(-3), Duration.ofDays(-2));
    private static final SaleWindow OPEN = Shows.window(Duration.ofHours(-1), Duration.ofDays(2));
    private static final SaleWindow NEXT = Shows.window(Duration.ofDays(1), Duration.ofDays(3));

    @Inject
    Shows shows;

    @Inject
    EventCatalogService catalog;

    @Test
    void beforeTheFirstWindowAnEventIsUpcoming() {
        assertThat(status(shows.publish("s", NEXT))).isEqualTo("upcoming");
    }

    @Test
    void inAWindowAnEventIsOnSale() {
        assertThat(status(shows.publish("s", OPEN))).isEqualTo("on_sale");
    }

    @Test
    void betweenTwoWindowsAnEventIsUpcomingAndCountsDownToTheNext() {
        // when
        EventId id = shows.publish("s", PAST, NEXT);

        // then
        assertThat(status(id)).isEqualTo("upcoming");
        String opensAt = given().get("/api/events/" + id.value()).jsonPath().getString("saleOpensAt");
        assertThat(Instant.parse(opensAt)).isAfter(Instant.now());
    }

    @Test
    void afterTheLastWindowAnEventHasEnded() {
        assertThat(status(shows.publish("s", PAST))).isEqualTo("ended");
    }

    @Test
    void afterTheShowAnEventHasEndedWhateverItsWindowsSay() {
        assertThat(status(shows.publish("s", Instant.now().minus(Duration.ofDays(1)), OPEN)))
                .isEqualTo("ended");
    }

    @Test
    void withoutStockReportAnEventIsNotSoldOut() {
        assertThat(status(shows.publish("s", OPEN))).isEqualTo("on_sale");
    }

    @Test
    void anEventIsSoldOutOnlyWhenEveryTierIs() {
        // given
        EventId id = shows.publish("s", OPEN);

        // when
        ServiceCalls.reportStock(id, 1, 1, 0, 1);
        String withOneLeft = status(id);
        ServiceCalls.reportStock(id, 1, 2, 0, 0);
        String withNoneLeft = status(id);
        ServiceCalls.reportStock(id, 1, 3, 1, 0);
        String withOneBack = status(id);

        // then
        assertThat(withOneLeft).isEqualTo("on_sale");
        assertThat(withNoneLeft).isEqualTo("sold_out");
        assertThat(withOneBack).isEqualTo("on_sale");
    }

    @Test
    void noStockDoesNotMakeAnUpcomingEventSoldOut() {
        // given
        EventId id = shows.publish("s", NEXT);

        // when
        ServiceCalls.reportStock(id, 1, 1, 0, 0);

        // then
        assertThat(status(id)).isEqualTo("upcoming");
    }

    @Test
    void cancelledCountsMoreThanAnythingElse() {
        for (SaleWindow window : new SaleWindow[] {PAST, OPEN, NEXT}) {
            // given
            EventId id = shows.publish("s", window);

            // when
            catalog.cancel(id).await().indefinitely();

            // then
            assertThat(status(id)).isEqualTo("cancelled");
        }
    }

    @Test
    void listAndDetailAgreeAboutTheStatus() {
        // given
        EventId id = shows.publish("agreement", PAST);

        // when
        String listed = given().get("/api/events?q=agreement").jsonPath().getString("items[0].status");

        // then
        assertThat(listed).isEqualTo(status(id));
    }

    private static String status(EventId id) {
        return given().get("/api/events/" + id.value()).jsonPath().getString("status");
    }
}
