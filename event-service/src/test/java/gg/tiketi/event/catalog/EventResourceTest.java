package gg.tiketi.event.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.event.ServiceCalls;
import gg.tiketi.event.platform.EventId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class EventResourceTest {

    @Inject
    Shows shows;

    @Test
    void aListItemTellsWhatAListShows() {
        // when
        JsonPath page = given().get("/api/events?q=clockwork").jsonPath();

        // then
        assertThat(page.getMap("").keySet())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("items", "page", "size", "total");
        assertThat(page.getMap("items[0]").keySet())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "id",
                        "title",
                        "artist",
                        "category",
                        "status",
                        "venue",
                        "startsAt",
                        "endsAt",
                        "saleOpensAt",
                        "saleClosesAt",
                        "priceFrom",
                        "priceTo",
                        "remaining",
                        "total");
        assertThat(page.getString("items[0].venue.city.en")).isEqualTo("Seoul");
        assertThat(page.getLong("items[0].priceFrom")).isEqualTo(70_000);
        assertThat(page.getLong("items[0].priceTo")).isEqualTo(200_000);
        assertThat(page.getLong("items[0].total")).isEqualTo(1_250);
    }

    @Test
    void theDetailTellsWhatABuyerNeeds() {
        // given
        String id = given().get("/api/events?q=comet").jsonPath().getString("items[0].id");

        // then
        given().get("/api/events/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("description.ko", notNullValue())
                .body("category", equalTo("sport"))
                .body("saleWindows", hasSize(1))
                .body("saleStopped", equalTo(false))
                .body("priceTiers.name", equalTo(List.of("VIP", "R", "S", "A")))
                .body("priceTiers.total.sum()", equalTo(50_000))
                .body("maxSeatsPerPerson", equalTo(6))
                .body("planVersion", equalTo(1))
                .body("serverTime", matchesPattern("\\d{4}-.*T.*Z"));
    }

    @Test
    void pagesPartitionTheListInOrder() {
        // given
        List<String> all =
                given().get("/api/events?size=100&to=2999-01-01").jsonPath().getList("items.id");

        // when
        Set<String> seen = new HashSet<>();
        int pages = (all.size() + 6) / 7;
        for (int page = 1; page <= pages; page++) {
            seen.addAll(
                    given().get("/api/events?size=7&page=" + page).jsonPath().getList("items.id"));
        }

        // then
        assertThat(all).hasSizeGreaterThanOrEqualTo(25);
        assertThat(seen).containsAll(all);
    }

    @Test
    void aPageBeyondTheEndIsEmptyAndKnowsTheTotal() {
        given().get("/api/events?page=1000000&size=100")
                .then()
                .statusCode(200)
                .body("items", empty())
                .body("page", equalTo(1_000_000))
                .body("total", greaterThanOrEqualTo(25));
    }

    @Test
    void filtersNarrowAndAddUp() {
        given().get("/api/events?category=musical&size=100")
                .then()
                .body("items", not(empty()))
                .body("items.category", everyItem(equalTo("musical")));
        given().get("/api/events?category=musical&category=sport&status=on_sale&size=100")
                .then()
                .body("items", not(empty()))
                .body("items.category", everyItem(in(List.of("musical", "sport"))))
                .body("items.status", everyItem(equalTo("on_sale")));
        given().get("/api/events?status=ended&q=cheongnam").then().body("total", equalTo(1));
        given().get("/api/events?status=cancelled&q=oreum").then().body("total", equalTo(1));
        given().get("/api/events?status=upcoming&q=frostbloom").then().body("total", equalTo(2));
    }

    @Test
    void onSaleOnEveryPlan() {
        // when
        List<Integer> totals =
                given().get("/api/events?status=on_sale&size=100").jsonPath().getList("items.total");

        // then
        assertThat(totals).contains(15_000, 50_000);
        assertThat(totals.stream().filter(total -> total == 265)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(totals.stream().filter(total -> total == 1_250)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(totals.stream().filter(total -> total == 4_900)).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void theSpanIncludesItsFirstMomentAndItsLastDay() {
        // given
        Instant start = Instant.parse("2031-05-05T10:00:00Z");
        shows.publish("spanned", start, Shows.window(java.time.Duration.ZERO, java.time.Duration.ofDays(1)));

        // then
        assertThat(spanned("from=2031-05-05T10:00:00Z")).isEqualTo(1);
        assertThat(spanned("from=2031-05-05T19:00:00%2B09:00")).isEqualTo(1);
        assertThat(spanned("from=2031-05-05T10:00:01Z")).isZero();
        assertThat(spanned("to=2031-05-05T10:00:00Z")).isZero();
        assertThat(spanned("to=2031-05-05T10:00:01Z")).isEqualTo(1);
        assertThat(spanned("from=2031-05-05&to=2031-05-05")).isEqualTo(1);
        assertThat(spanned("from=2031-05-06")).isZero();
        assertThat(spanned("to=2031-05-04")).isZero();
    }

    @Test
    void everySortOrders() {
        for (String field : List.of("startsAt", "saleOpensAt")) {
            assertThat(instants(field, field)).isSorted();
            assertThat(instants("-" + field, field)).isSortedAccordingTo(Comparator.reverseOrder());
        }
        List<String> up = given().get("/api/events?category=musical&sort=title")
                .jsonPath()
                .getList("items.title.ko");
        List<String> down = given().get("/api/events?category=musical&sort=-title")
                .jsonPath()
                .getList("items.title.ko");
        assertThat(up).isSorted().hasSizeGreaterThan(1);
        assertThat(down).isEqualTo(up.reversed());
    }

    @Test
    void withoutSortWhatIsOverComesLast() {
        // when
        List<String> statuses =
                given().get("/api/events?q=philharmonic").jsonPath().getList("items.status");

        // then
        assertThat(statuses).containsExactly("on_sale", "ended");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=open",
                "status=on_sale&status=x",
                "category=opera",
                "sort=price",
                "sort=--title",
                "page=0",
                "page=-1",
                "page=x",
                "page=99999999999",
                "size=0",
                "size=101",
                "from=yesterday",
                "to=2026-13-01",
                "from=%2B999999999-12-31T00:00:00Z",
                "from=0000-01-01"
            })
    void unknownValuesAreRefused(String query) {
        given().urlEncodingEnabled(false)
                .get("/api/events?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("requestId", notNullValue());
    }

    @Test
    void unknownAndMalformedIdsAreProblems() {
        given().get("/api/events/" + UUID.randomUUID())
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("https://tiketi.gg/problems/not-found"));
        given().get("/api/events/17").then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void aListIsConfirmedByItsTagUntilSomethingChanges() {
        // given
        EventId id = shows.onSale("taggedlist");
        Response first = given().get("/api/events?q=taggedlist");
        String tag = first.header("ETag");

        // then
        assertThat(tag).startsWith("\"");
        assertThat(first.header("Cache-Control")).isEqualTo("public, max-age=1");
        for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            given().header("If-None-Match", known)
                    .get("/api/events?q=taggedlist")
                    .then()
                    .statusCode(304)
                    .header("ETag", tag)
                    .header("Cache-Control", "public, max-age=1")
                    .body(equalTo(""));
        }

        // when
        ServiceCalls.reportStock(id, 1, 1, 3, 3);

        // then
        given().header("If-None-Match", tag)
                .get("/api/events?q=taggedlist")
                .then()
                .statusCode(200);
    }

    @Test
    void aDetailIsConfirmedWithinItsSecond() {
        // given
        EventId id = shows.onSale("taggeddetail");
        String path = "/api/events/" + id.value();

        // then
        await().atMost(java.time.Duration.ofSeconds(60))
                .pollDelay(java.time.Duration.ZERO)
                .until(() -> {
                    String tag = given().get(path).header("ETag");
                    return given().header("If-None-Match", tag).get(path).statusCode() == 304;
                });
        given().header("If-None-Match", "\"other\"").get(path).then().statusCode(200);
    }

    private static int spanned(String span) {
        return given().urlEncodingEnabled(false)
                .get("/api/events?q=spanned&" + span)
                .jsonPath()
                .getInt("total");
    }

    private static List<Instant> instants(String sort, String field) {
        List<String> texts =
                given().get("/api/events?size=100&sort=" + sort).jsonPath().getList("items." + field);
        return texts.stream().map(Instant::parse).toList();
    }
}
