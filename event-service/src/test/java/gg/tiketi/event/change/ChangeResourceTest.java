package gg.tiketi.event.change;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.event.ServiceCalls;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class ChangeResourceTest {

    @Test
    void theFeedTellsAllThatSellingNeeds() {
        // when
        JsonPath page = ServiceCalls.get("/internal/changes?limit=500").jsonPath();

        // then
        Assertions.assertThat(page.getLong("last")).isGreaterThanOrEqualTo(25);
        Assertions.assertThat(page.getUUID("incarnation")).isNotNull();
        Assertions.assertThat(page.getMap("changes[0].event").keySet())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "id",
                        "titleKo",
                        "titleEn",
                        "venueKo",
                        "venueEn",
                        "startsAt",
                        "endsAt",
                        "state",
                        "saleStopped",
                        "saleWindows",
                        "maxSeatsPerPerson",
                        "planId",
                        "planVersion",
                        "priceTiers");
        Assertions.assertThat(page.getString("changes[0].event.startsAt")).matches("\\d{4}-.*T.*Z");
        Assertions.assertThat(page.getList("changes[0].event.saleWindows")).isNotEmpty();
        Assertions.assertThat(page.getList("changes[0].event.priceTiers.price")).contains(150_000);
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        // given
        List<Long> all = numbers(0, 500);

        // when
        List<Long> first = numbers(0, 7);
        List<Long> second = numbers(first.getLast(), 7);

        // then
        Assertions.assertThat(all).isSorted().doesNotHaveDuplicates();
        Assertions.assertThat(first).hasSize(7).isEqualTo(all.subList(0, 7));
        Assertions.assertThat(second).isEqualTo(all.subList(7, 14));
    }

    @Test
    void aReaderAtTheEndGetsNoChangesButThePosition() {
        given().header("Authorization", ServiceCalls.BEARER)
                .get("/internal/changes?after=999999999")
                .then()
                .statusCode(200)
                .body("changes", hasSize(0))
                .body("last", greaterThanOrEqualTo(25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=-1", "limit=0", "limit=501", "after=x", "limit=1.5"})
    void badPositionsAreRefused(String query) {
        given().header("Authorization", ServiceCalls.BEARER)
                .get("/internal/changes?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("status", equalTo(400));
    }

    private static List<Long> numbers(long after, int limit) {
        return ServiceCalls.get("/internal/changes?after=" + after + "&limit=" + limit)
                .jsonPath()
                .getList("changes.number", Long.class);
    }
}
