package gg.tiketi.event;

import static io.restassured.RestAssured.given;

import gg.tiketi.event.platform.EventId;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;

/** Calls as seat-service makes them. */
public final class ServiceCalls {

    public static final String BEARER = "Bearer a-service-token-for-tests-0123456789";

    private ServiceCalls() {}

    public static Response get(String path) {
        Response response = given().header("Authorization", BEARER).get(path);
        response.then().statusCode(200);
        return response;
    }

    public static Response post(String path, Object body) {
        return given().header("Authorization", BEARER)
                .contentType("application/json")
                .body(body)
                .post(path);
    }

    /** Reports what is left of tiers A (of 4) and F (of 3). */
    public static void reportStock(EventId id, long epoch, long version, int leftOfA, int leftOfF) {
        post("/internal/stock", Map.of("items", List.of(stockItem(id, epoch, version, leftOfA, leftOfF))))
                .then()
                .statusCode(204);
    }

    public static Map<String, Object> stockItem(EventId id, long epoch, long version, int leftOfA, int leftOfF) {
        return Map.of(
                "eventId", id.value().toString(),
                "asOf", Map.of("epoch", epoch, "version", version),
                "tiers",
                        List.of(
                                Map.of("name", "A", "available", leftOfA, "total", 4),
                                Map.of("name", "F", "available", leftOfF, "total", 3)));
    }

    /** The highest number of the feed. */
    public static long lastChange() {
        return get("/internal/changes?after=999999999").jsonPath().getLong("last");
    }
}
