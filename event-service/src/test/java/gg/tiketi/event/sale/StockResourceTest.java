package gg.tiketi.event.sale;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.event.ServiceCalls;
import gg.tiketi.event.catalog.Shows;
import gg.tiketi.event.platform.EventId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class StockResourceTest {

    @Inject
    Shows shows;

    @Test
    void beforeTheFirstReportEverythingIsLeft() {
        assertThat(remaining(shows.onSale("stock"))).isEqualTo(7);
    }

    @Test
    void aReportIsSeenInListAndDetail() {
        // given
        EventId id = shows.onSale("stockseen");

        // when
        ServiceCalls.reportStock(id, 1, 1, 2, 3);

        // then
        assertThat(remaining(id)).isEqualTo(5);
        given().get("/api/events?q=stockseen").then().body("items[0].remaining", org.hamcrest.Matchers.equalTo(5));
        given().get("/api/events/" + id.value())
                .then()
                .body("priceTiers.remaining", org.hamcrest.Matchers.contains(2, 3))
                .body("priceTiers.total", org.hamcrest.Matchers.contains(4, 3));
    }

    @Test
    void theNewestPositionWinsWhateverArrivesLast() {
        // given
        EventId id = shows.onSale("stock");

        // when
        ServiceCalls.reportStock(id, 2, 5, 1, 1);
        ServiceCalls.reportStock(id, 2, 4, 4, 3);
        ServiceCalls.reportStock(id, 2, 5, 3, 3);
        ServiceCalls.reportStock(id, 1, 99, 4, 3);

        // then
        assertThat(remaining(id)).isEqualTo(2);

        // when
        ServiceCalls.reportStock(id, 3, 0, 0, 1);

        // then
        assertThat(remaining(id)).isEqualTo(1);
    }

    @Test
    void oneBatchMayNameAnEventTwiceAndEventsNobodyKnows() {
        // given
        EventId id = shows.onSale("stock");
        EventId nobody = new EventId(UUID.randomUUID());

        // when
        ServiceCalls.post(
                        "/internal/stock",
                        Map.of(
                                "items",
                                List.of(
                                        ServiceCalls.stockItem(id, 1, 7, 1, 0),
                                        ServiceCalls.stockItem(nobody, 1, 1, 1, 1),
                                        ServiceCalls.stockItem(id, 1, 6, 4, 3))))
                .then()
                .statusCode(204);

        // then
        assertThat(remaining(id)).isEqualTo(1);
    }

    @Test
    void parallelReportsLeaveTheNewest() {
        // given
        List<EventId> ids = List.of(shows.onSale("stock"), shows.onSale("stock"), shows.onSale("stock"));

        // when
        List<Integer> statuses = IntStream.rangeClosed(1, 60)
                .parallel()
                .mapToObj(version -> ServiceCalls.post(
                                "/internal/stock",
                                Map.of(
                                        "items",
                                        ids.stream()
                                                .map(id -> ServiceCalls.stockItem(
                                                        id, 1, version, version == 60 ? 1 : 4, 0))
                                                .toList()))
                        .statusCode())
                .toList();

        // then
        assertThat(statuses).containsOnly(204);
        assertThat(ids).allSatisfy(id -> assertThat(remaining(id)).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"items\":[]}",
                "{\"items\":[null]}",
                "{\"items\":[{\"eventId\":\"x\"}]}",
                "{\"items\":[{\"eventId\":\"00000000-0000-0000-0000-000000000000\",\"tiers\":[]}]}",
                "{\"items\":[{\"eventId\":\"00000000-0000-0000-0000-000000000000\",\"asOf\":{\"epoch\":1,\"version\":1},"
                        + "\"tiers\":[{\"name\":\"A\",\"available\":5,\"total\":4}]}]}",
                "{\"items\":[{\"eventId\":\"00000000-0000-0000-0000-000000000000\",\"asOf\":{\"epoch\":1,\"version\":1},"
                        + "\"tiers\":[{\"name\":\"A\",\"available\":-1,\"total\":4}]}]}",
                "{\"items\":[],\"more\":1}",
                "not json"
            })
    void malformedReportsAreRefused(String body) {
        ServiceCalls.post("/internal/stock", body).then().statusCode(400).contentType("application/problem+json");
    }

    private static int remaining(EventId id) {
        return given().get("/api/events/" + id.value()).jsonPath().getInt("remaining");
    }
}
