package gg.tiketi.seat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.seat.seatmap.EventFeed;
import io.quarkus.arc.Arc;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Somebody with an account, and the requests of a buyer. */
public record Buyer(UUID accountId, String token) {

    static {
        // What a test waits for comes in milliseconds, but not on a machine that does something else.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    /** A fresh account. */
    public static Buyer someone() {
        UUID id = UUID.randomUUID();
        return new Buyer(id, TestTokens.user(id));
    }

    /** A fresh name for a request. */
    public static String key() {
        return UUID.randomUUID().toString();
    }

    public Response reserve(UUID event, String... labels) {
        return reserveAs(key(), event, labels);
    }

    public Response reserveAs(String key, UUID event, String... labels) {
        return json().header("Idempotency-Key", key)
                .body(Map.of("seats", List.of(labels)))
                .post("/api/events/" + event + "/reservations");
    }

    /** Any wish for seats, as the body of the request has it. */
    public Response wish(UUID event, Map<String, Object> wish) {
        return wishAs(key(), event, wish);
    }

    public Response wishAs(String key, UUID event, Map<String, Object> wish) {
        return json().header("Idempotency-Key", key).body(wish).post("/api/events/" + event + "/reservations");
    }

    /** Reserves and returns the reservation's id; the seats must be free. */
    public UUID holds(UUID event, String... labels) {
        Response placed = reserve(event, labels);
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        return UUID.fromString(placed.jsonPath().getString("id"));
    }

    public Response pay(UUID reservation) {
        return payAs(key(), reservation);
    }

    public Response payAs(String key, UUID reservation) {
        return json().header("Idempotency-Key", key)
                .body(Map.of("method", "card"))
                .post("/api/reservations/" + reservation + "/payments");
    }

    public Response cancel(UUID reservation) {
        return cancelAs(key(), reservation);
    }

    public Response cancelAs(String key, UUID reservation) {
        return json().header("Idempotency-Key", key).delete("/api/reservations/" + reservation);
    }

    public Response look(UUID reservation) {
        return json().get("/api/reservations/" + reservation);
    }

    public String status(UUID reservation) {
        return look(reservation).jsonPath().getString("status");
    }

    public RequestSpecification json() {
        return given().auth().oauth2(token).contentType("application/json");
    }

    /** The states by count that the public sees. */
    public static Map<String, Integer> counts(UUID event) {
        return given().get("/api/events/" + event + "/seats").jsonPath().getMap("counts");
    }

    /** Has seat-service take the event over now, without waiting for its schedule. */
    public static UUID ready(UUID event) {
        await().until(() -> {
            Arc.container().instance(EventFeed.class).get().follow().await().atMost(Duration.ofSeconds(60));
            return given().get("/api/events/" + event + "/seats").statusCode() == 200;
        });
        return event;
    }
}
