package gg.tiketi.event.venue;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class VenueResourceTest {

    @Test
    void venuesHaveNameAndCityInBothLanguages() {
        given().get("/api/venues?size=100")
                .then()
                .statusCode(200)
                .body("items.city.ko", hasItems("서울", "부산", "대구", "인천", "광주", "대전", "제주"))
                .body("items.name.en", hasItems("Raon Arena"))
                .body("total", greaterThanOrEqualTo(10));
    }

    @Test
    void pagesAreBounded() {
        given().get("/api/venues?size=3&page=2").then().body("items", hasSize(3));
        given().get("/api/venues?size=3&page=999")
                .then()
                .body("items", empty())
                .body("total", greaterThanOrEqualTo(10));
        given().get("/api/venues?size=101").then().statusCode(400).contentType("application/problem+json");
    }
}
