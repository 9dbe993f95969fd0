package gg.tiketi.seat.reservation;

import static gg.tiketi.seat.Buyer.counts;
import static gg.tiketi.seat.Buyer.key;
import static gg.tiketi.seat.Buyer.ready;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatDatabase;
import gg.tiketi.seat.SeatServiceTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SeatServiceTest
class ReservationResourceTest {

    @Inject
    SeatDatabase database;

    private final Buyer anna = Buyer.someone();
    private final Buyer bert = Buyer.someone();

    @Test
    void seatsAreHeldForTheBuyerUntilTheTimeToPayIsOver() {
        // given
        UUID event = ready(EventServiceFake.publish());

        // when
        Response placed = anna.reserve(event, "A-1-2", "A-1-1");

        // then
        assertThat(placed.statusCode()).isEqualTo(201);
        assertThat(placed.jsonPath().getString("status")).isEqualTo("PENDING");
        assertThat(placed.jsonPath().getInt("amount")).isEqualTo(100_000);
        assertThat(placed.jsonPath().getList("seats.label")).containsExactly("A-1-1", "A-1-2");
        assertThat(placed.jsonPath().getString("number")).matches("T-[2-9A-HJ-NP-Z]{10}");
        assertThat(placed.header("Tiketi-Position")).matches("\\d+:\\d+");
        Instant created = Instant.parse(placed.jsonPath().getString("createdAt"));
        assertThat(Instant.parse(placed.jsonPath().getString("expiresAt")))
                .isEqualTo(created.plus(Duration.ofMinutes(5)));
        await().untilAsserted(() -> assertThat(counts(event)).containsEntry("held", 2));
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void takenSeatsAreNamedAndTheOthersStayFree() {
        UUID event = ready(EventServiceFake.publish());
        anna.holds(event, "A-1-1");

        Response refused = bert.reserve(event, "A-1-1", "A-1-2");

        assertProblem(refused, 409, "seats-taken");
        assertThat(refused.jsonPath().getList("taken")).containsExactly("A-1-1");
        assertThat(refused.header("Tiketi-Position")).isNotNull();
        bert.holds(event, "A-1-2");
    }

    @Test
    void aRepetitionGetsTheSameAnswerAndNoSecondEffect() {
        // given
        UUID event = ready(EventServiceFake.publish());
        String key = key();
        Response first = anna.reserveAs(key, event, "A-1-1");

        // when
        Response second = anna.reserveAs(key, event, "A-1-1");

        // then
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(database.number("SELECT count(*) FROM reservation WHERE event_id = ?", event))
                .isOne();
    }

    @Test
    void aRepetitionGetsItsAnswerEvenAfterCancelAndEndOfSale() {
        // given
        UUID event = ready(EventServiceFake.publish());
        String key = key();
        Response first = anna.reserveAs(key, event, "A-1-1");
        anna.cancel(UUID.fromString(first.jsonPath().getString("id")));
        bert.holds(event, "A-1-1");
        EventServiceFake.change(event, last -> last.put("saleStopped", true));
        await().until(() -> bert.reserve(event, "A-1-5").statusCode() == 422);

        // when
        Response again = anna.reserveAs(key, event, "A-1-1");

        // then
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asString()).isEqualTo(first.asString());
    }

    @Test
    void aKeyNamesOneRequestOnly() {
        UUID event = ready(EventServiceFake.publish());
        String key = key();
        anna.reserveAs(key, event, "A-1-1");

        assertProblem(anna.reserveAs(key, event, "A-1-2"), 422, "idempotency-key-reused");
    }

    @Test
    void aKeyBelongsToItsAccount() {
        UUID event = ready(EventServiceFake.publish());
        String key = key();

        assertThat(anna.reserveAs(key, event, "A-1-1").statusCode()).isEqualTo(201);
        assertThat(bert.reserveAs(key, event, "A-1-2").statusCode()).isEqualTo(201);
    }

    @Test
    void aRefusalIsNotRememberedUnderItsKey() {
        // given
        UUID event = ready(EventServiceFake.publish());
        UUID held = anna.holds(event, "A-1-1");
        String key = key();
        assertProblem(bert.reserveAs(key, event, "A-1-1"), 409, "seats-taken");
        anna.cancel(held);

        // then
        await().until(() -> bert.reserveAs(key, event, "A-1-1").statusCode() == 201);
    }

    @Test
    void nobodyGetsMoreThanTheLimit() {
        UUID event = ready(EventServiceFake.publish());
        anna.holds(event, "A-1-1", "A-1-2", "A-1-3");

        Response refused = anna.reserve(event, "A-2-1", "A-2-2");

        assertProblem(refused, 422, "purchase-limit");
        assertThat(refused.jsonPath().getInt("limit")).isEqualTo(4);
        assertThat(refused.jsonPath().getInt("has")).isEqualTo(3);
        bert.holds(event, "A-2-1", "A-2-2");
        anna.holds(event, "A-2-3");
        assertProblem(bert.reserve(event, "A-3-1", "A-3-2", "A-3-3", "A-3-4", "A-3-5"), 422, "too-many-seats");
    }

    @Test
    void whatWasCancelledOrLapsedDoesNotCountForTheLimit() {
        UUID event = ready(EventServiceFake.publish());
        anna.cancel(anna.holds(event, "A-1-1", "A-1-2"));
        database.letTimePass(anna.holds(event, "A-2-1", "A-2-2", "A-2-3", "A-2-4"));

        assertThat(anna.reserve(event, "A-3-1", "A-3-2", "A-3-3", "A-3-4").statusCode())
                .isEqualTo(201);
    }

    @Test
    void nothingIsSoldOutsideTheSaleWindow() {
        Instant now = Instant.now();
        UUID early = ready(EventServiceFake.publish(event ->
                event.put("saleWindows", EventServiceFake.window(now.plusSeconds(3600), now.plusSeconds(7200)))));
        UUID late = ready(EventServiceFake.publish(event ->
                event.put("saleWindows", EventServiceFake.window(now.minusSeconds(7200), now.minusSeconds(3600)))));

        assertProblem(anna.reserve(early, "A-1-1"), 422, "sale-not-open");
        assertProblem(anna.reserve(late, "A-1-1"), 422, "sale-closed");
    }

    @Test
    void aStoppedSaleSellsNothingUntilItGoesOn() {
        UUID event = ready(EventServiceFake.publish());
        EventServiceFake.change(event, last -> last.put("saleStopped", true));
        await().untilAsserted(() -> assertProblem(Buyer.someone().reserve(event, "A-1-1"), 422, "sale-stopped"));

        EventServiceFake.change(event, last -> last.put("saleStopped", false));
        await().until(() -> Buyer.someone().reserve(event, "A-1-2").statusCode() == 201);
    }

    @Test
    void aCancelledEventGivesEveryReservationUp() {
        // given
        UUID event = ready(EventServiceFake.publish());
        UUID pending = anna.holds(event, "A-1-1");
        UUID paid = bert.holds(event, "A-1-2");
        assertThat(bert.pay(paid).statusCode()).isEqualTo(200);

        // when
        EventServiceFake.change(event, last -> last.put("state", "CANCELLED"));

        // then
        await().untilAsserted(() -> {
            assertThat(anna.status(pending)).isEqualTo("CANCELLED");
            assertThat(bert.status(paid)).isEqualTo("CANCELLED");
            assertThat(bert.look(paid).jsonPath().getList("timeline.kind")).endsWith("cancelled", "refunded");
        });
        assertProblem(anna.reserve(event, "A-2-1"), 422, "event-cancelled");
    }

    @Test
    void theNewPriceHoldsFromTheMomentItIsKnown() {
        UUID event = ready(EventServiceFake.publish());
        EventServiceFake.change(
                event,
                last -> last.put(
                        "priceTiers",
                        new io.vertx.core.json.JsonArray(
                                List.of(Map.of("name", "R", "price", 77_000), Map.of("name", "S", "price", 1)))));

        await().until(() -> {
            Buyer buyer = Buyer.someone();
            Response placed = buyer.reserve(event, "A-1-1");
            buyer.cancel(UUID.fromString(placed.jsonPath().getString("id")));
            return placed.jsonPath().getInt("amount") == 77_000;
        });
    }

    @Test
    void seatsThatDoNotExistAreNamed() {
        UUID event = ready(EventServiceFake.publish());

        Response refused = anna.reserve(event, "A-1-1", "Z-9-9", "F-*-1");

        assertProblem(refused, 422, "unknown-seats");
        assertThat(refused.jsonPath().getList("unknown")).containsExactly("F-*-1", "Z-9-9");
    }

    @Test
    void aSeatNamedTwiceIsReservedOnce() {
        UUID event = ready(EventServiceFake.publish());

        assertThat(anna.reserve(event, "A-1-1", "A-1-1").jsonPath().getInt("amount"))
                .isEqualTo(50_000);
    }

    @Test
    void nobodySeesOrTouchesAForeignReservation() {
        UUID event = ready(EventServiceFake.publish());
        UUID annas = anna.holds(event, "A-1-1");

        assertProblem(bert.look(annas), 404, "reservation-not-found");
        assertProblem(bert.pay(annas), 404, "reservation-not-found");
        assertProblem(bert.cancel(annas), 404, "reservation-not-found");
        assertThat(anna.status(annas)).isEqualTo("PENDING");
        assertThat(bert.json().get("/api/reservations").jsonPath().getInt("total"))
                .isZero();
    }

    @Test
    void myReservationsComeNewestFirstInPages() {
        UUID event = ready(EventServiceFake.publish());
        anna.holds(event, "A-1-1");
        anna.holds(event, "A-1-2");
        UUID last = anna.holds(event, "A-1-3");

        Response first = anna.json().get("/api/reservations?size=2");
        Response second = anna.json().get("/api/reservations?size=2&page=2");
        Response beyond = anna.json().get("/api/reservations?size=2&page=9");

        assertThat(first.jsonPath().getString("items[0].id")).isEqualTo(last.toString());
        assertThat(first.jsonPath().getList("items")).hasSize(2);
        assertThat(first.jsonPath().getInt("total")).isEqualTo(3);
        assertThat(second.jsonPath().getList("items")).hasSize(1);
        assertThat(beyond.jsonPath().getInt("total")).isEqualTo(3);
    }

    @Test
    void anUnknownEventIsNotFound() {
        assertProblem(anna.reserve(UUID.randomUUID(), "A-1-1"), 404, "event-not-found");
        assertProblem(given().get("/api/events/" + UUID.randomUUID() + "/seats"), 404, "event-not-found");
        assertProblem(given().get("/api/events/" + UUID.randomUUID() + "/seat-map"), 404, "event-not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"seats\":[]}",
                "{\"seats\":[\"\"]}",
                "{\"seats\":[null]}",
                "{\"seats\":\"A-1-1\"}",
                "{\"seats\":[\"A-1-1\"],\"price\":1}",
                "{\"seats\":[\"A-1-1\"]",
                "[]",
                "null",
                "",
                "{}"
            })
    void rubbishIsRefusedAsMalformed(String body) {
        Response refused = anna.json()
                .header("Idempotency-Key", key())
                .body(body)
                .post("/api/events/" + UUID.randomUUID() + "/reservations");

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(400);
        assertThat(refused.contentType()).startsWith("application/problem+json");
    }

    @Test
    void anIdempotencyKeyIsRequiredAndBounded() {
        UUID event = UUID.randomUUID();
        Response missing =
                anna.json().body(Map.of("seats", List.of("A-1-1"))).post("/api/events/" + event + "/reservations");
        assertProblem(missing, 400, "idempotency-key-required");
        assertProblem(anna.reserveAs("short", event, "A-1-1"), 400, "idempotency-key-required");
        assertProblem(anna.reserveAs("x".repeat(65), event, "A-1-1"), 400, "idempotency-key-required");
        assertProblem(anna.reserveAs("has space", event, "A-1-1"), 400, "idempotency-key-required");
    }

    @Test
    void malformedIdsAreRefused() {
        assertProblem(anna.json().get("/api/reservations/not-an-id"), 400, "malformed-request");
        assertProblem(given().get("/api/events/not-an-id/seats"), 400, "malformed-request");
        assertProblem(given().get("/api/events/" + UUID.randomUUID() + "/seats?atLeast=new"), 400, "malformed-request");
        assertProblem(anna.json().get("/api/reservations?page=0"), 400, "invalid-fields");
        assertProblem(anna.json().get("/api/reservations?size=1000"), 400, "invalid-fields");
        assertProblem(anna.json().get("/api/reservations?page=x"), 400, "malformed-request");
    }

    @Test
    void onlyAValidTokenOpensTheDoor() {
        String path = "/api/reservations";

        assertProblem(given().get(path), 401, "unauthenticated");
        assertProblem(
                given().auth().oauth2(TestTokens.expired(anna.accountId())).get(path), 401, "unauthenticated");
        assertProblem(given().auth().oauth2("no.token.atall").get(path), 401, "unauthenticated");
        assertProblem(
                given().auth()
                        .oauth2(anna.token().substring(0, anna.token().length() - 6) + "AAAAAA")
                        .get(path),
                401,
                "unauthenticated");
    }

    static void assertProblem(Response response, int status, String slug) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("type")).isEqualTo("https://tiketi.gg/problems/" + slug);
        assertThat(response.jsonPath().getString("requestId")).isNotBlank();
    }
}
