package gg.tiketi.seat.waitlist;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Somebody who waits for seats of an event. */
record Waiter(Buyer buyer, UUID event) {

    static Waiter someone(UUID event) {
        return new Waiter(Buyer.someone(), event);
    }

    /** An event of whose tier R only these seats are for sale. */
    static UUID eventWithOnly(UnaryOperator<JsonObject> touch, String... labels) {
        UUID event = Buyer.ready(EventServiceFake.publish(touch));
        List<String> others = IntStream.rangeClosed(1, 5)
                .boxed()
                .flatMap(row -> IntStream.rangeClosed(1, 10).mapToObj(seat -> "A-" + row + "-" + seat))
                .filter(label -> !Arrays.asList(labels).contains(label))
                .toList();
        admin(event, Map.of("block", others));
        await().until(() -> Buyer.counts(event).get("blocked") == others.size());
        return event;
    }

    static UUID eventWithOnly(String... labels) {
        return eventWithOnly(event -> event, labels);
    }

    /** The answer is this refusal. */
    static void assertProblem(Response response, int status, String slug) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("type")).isEqualTo("https://tiketi.gg/problems/" + slug);
    }

    /** Blocks and unblocks seats. */
    static void admin(UUID event, Map<String, Object> change) {
        Response done = given().auth()
                .oauth2(TestTokens.role(UUID.randomUUID(), "admin"))
                .contentType("application/json")
                .body(change)
                .patch("/api/admin/events/" + event + "/seats");
        assertThat(done.statusCode()).as(done.asString()).isEqualTo(200);
    }

    Response join(String tier, int size, boolean adjacent) {
        return buyer.json()
                .body(Map.of("priceTier", tier, "groupSize", size, "adjacent", adjacent))
                .post("/api/events/" + event + "/waitlist");
    }

    /** Joins the line of tier R, which must be possible. */
    Waiter waits(int size, boolean adjacent) {
        Response joined = join("R", size, adjacent);
        assertThat(joined.statusCode()).as(joined.asString()).isEqualTo(201);
        return this;
    }

    Waiter waits(int size) {
        return waits(size, false);
    }

    Response leave() {
        return buyer.json().delete("/api/events/" + event + "/waitlist");
    }

    Map<String, Object> entry() {
        List<Map<String, Object>> entries = buyer.json()
                .get("/api/events/" + event + "/waitlist")
                .jsonPath()
                .getList("entries");
        return entries.isEmpty() ? Map.of("state", "NONE") : entries.getFirst();
    }

    String state() {
        return String.valueOf(entry().get("state"));
    }

    void awaitState(String state) {
        await().untilAsserted(() -> assertThat(entry()).containsEntry("state", state));
    }

    /** Waits for the offer and returns its reservation. */
    UUID awaitOffer(String... seats) {
        awaitState("OFFERED");
        Map<?, ?> offer = (Map<?, ?>) entry().get("offer");
        if (seats.length > 0) {
            assertThat(offer.get("seats")).isEqualTo(Stream.of(seats).toList());
        }
        return UUID.fromString(String.valueOf(offer.get("reservationId")));
    }

    Response accept(UUID reservation) {
        return buyer.json().post("/api/reservations/" + reservation + "/acceptance");
    }
}
