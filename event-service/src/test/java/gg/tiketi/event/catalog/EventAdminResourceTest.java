package gg.tiketi.event.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.event.ServiceCalls;
import gg.tiketi.event.platform.EventId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class EventAdminResourceTest {

    @Inject
    Shows shows;

    @Test
    void stopAndResumeAreSeenByBuyersAndByTheFeed() {
        // given
        EventId id = shows.onSale("admin");

        // when
        act(id, "stop-sale").statusCode(204);

        // then
        given().get("/api/events/" + id.value()).then().body("saleStopped", equalTo(true));
        assertThat(lastOf(id, "saleStopped")).isEqualTo("true");

        // when
        act(id, "resume-sale").statusCode(204);

        // then
        given().get("/api/events/" + id.value()).then().body("saleStopped", equalTo(false));
        assertThat(lastOf(id, "saleStopped")).isEqualTo("false");
    }

    @Test
    void sayingItTwiceWritesOneChange() {
        // given
        EventId id = shows.onSale("admin");
        act(id, "cancel").statusCode(204);
        long once = ServiceCalls.lastChange();

        // when
        act(id, "cancel").statusCode(204);

        // then
        assertThat(ServiceCalls.lastChange()).isEqualTo(once);
        assertThat(lastOf(id, "state")).isEqualTo("CANCELLED");
    }

    @Test
    void aCancelledEventDoesNotChangeAnyMore() {
        // given
        EventId id = shows.onSale("admin");
        act(id, "cancel").statusCode(204);

        // then
        act(id, "stop-sale")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("https://tiketi.gg/problems/event-already-cancelled"));
    }

    @Test
    void anUnknownEventIsNotFound() {
        act(new EventId(UUID.randomUUID()), "cancel").statusCode(404);
    }

    @Test
    void onlyAnAdminMay() {
        // given
        EventId id = shows.onSale("admin");
        String path = "/api/admin/events/" + id.value() + "/cancel";

        // then
        given().post(path).then().statusCode(401).contentType("application/problem+json");
        given().header("Authorization", "Bearer " + TestTokens.someone())
                .post(path)
                .then()
                .statusCode(403);
        given().header("Authorization", ServiceCalls.BEARER).post(path).then().statusCode(401);
        given().get("/api/events/" + id.value()).then().body("status", equalTo("on_sale"));
    }

    private static ValidatableResponse act(EventId id, String act) {
        return given().header("Authorization", "Bearer " + TestTokens.role(UUID.randomUUID(), "admin"))
                .post("/api/admin/events/" + id.value() + "/" + act)
                .then();
    }

    private static String lastOf(EventId id, String field) {
        return ServiceCalls.get("/internal/changes?limit=500&after=" + Math.max(0, ServiceCalls.lastChange() - 400))
                .jsonPath()
                .getString("changes.event.findAll { it.id == '" + id.value() + "' }[-1]." + field);
    }
}
