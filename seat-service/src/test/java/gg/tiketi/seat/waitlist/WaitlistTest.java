package gg.tiketi.seat.waitlist;

import static gg.tiketi.seat.Buyer.counts;
import static gg.tiketi.seat.waitlist.Waiter.assertProblem;
import static gg.tiketi.seat.waitlist.Waiter.eventWithOnly;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatDatabase;
import gg.tiketi.seat.SeatServiceTest;
import gg.tiketi.seat.seatmap.EventFeed;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@SeatServiceTest
class WaitlistTest {

    @Inject
    SeatDatabase database;

    @Inject
    EventFeed feed;

    @Inject
    OfferTick tick;

    private final Buyer holder = Buyer.someone();

    @Test
    void seatsThatComeBackAreOfferedInOrderAndPassersByDoNotGetThem() {
        // given
        UUID event = eventWithOnly("A-1-1", "A-1-2");
        UUID held = holder.holds(event, "A-1-1", "A-1-2");
        Waiter first = Waiter.someone(event).waits(2);
        Waiter second = Waiter.someone(event).waits(1);
        assertThat(first.entry()).containsEntry("place", 1).containsEntry("ahead", 0);
        assertThat(second.entry()).containsEntry("place", 2).containsEntry("ahead", 1);

        // when
        assertThat(holder.cancel(held).statusCode()).isEqualTo(200);

        // then
        assertProblem(Buyer.someone().reserve(event, "A-1-1"), 409, "seats-taken");
        UUID offer = first.awaitOffer("A-1-1", "A-1-2");
        assertThat(second.entry()).containsEntry("state", "WAITING").containsEntry("ahead", 0);
        assertProblem(first.buyer().pay(offer), 409, "reservation-not-payable");
        assertThat(first.buyer().status(offer)).isEqualTo("OFFERED");

        // when
        Response accepted = first.accept(offer);

        // then
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(200);
        assertThat(accepted.jsonPath().getString("status")).isEqualTo("PENDING");
        assertThat(first.accept(offer).asString()).isEqualTo(accepted.asString());
        assertThat(first.entry()).containsEntry("state", "ACCEPTED");
        assertThat(first.buyer().pay(offer).statusCode()).isEqualTo(200);
        assertThat(first.buyer().look(offer).jsonPath().getList("timeline.kind"))
                .containsExactly("offered", "accepted", "payment-started", "confirmed");
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void aLapsedHoldGoesToWhoWaitsAndNotToTheQuickest() {
        // given
        UUID event = eventWithOnly("A-1-1");
        UUID held = holder.holds(event, "A-1-1");
        Waiter waiter = Waiter.someone(event).waits(1);

        // when
        database.letTimePass(held);

        // then
        assertProblem(Buyer.someone().reserve(event, "A-1-1"), 409, "seats-taken");
        waiter.awaitOffer("A-1-1");
        assertThat(holder.status(held)).isEqualTo("EXPIRED");
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void whatIsDeclinedLeftOrNotAcceptedInTimeGoesToTheNext() {
        // given
        UUID event = eventWithOnly("A-1-1");
        UUID held = holder.holds(event, "A-1-1");
        Waiter declining = Waiter.someone(event).waits(1);
        Waiter leaving = Waiter.someone(event).waits(1);
        Waiter sleeping = Waiter.someone(event).waits(1);
        Waiter last = Waiter.someone(event).waits(1);
        holder.cancel(held);

        // when
        UUID declined = declining.awaitOffer();
        assertThat(declining.buyer().cancel(declined).statusCode()).isEqualTo(200);
        leaving.awaitOffer();
        assertThat(leaving.leave().statusCode()).isEqualTo(204);
        UUID missed = sleeping.awaitOffer();
        database.letTimePass(missed);

        // then
        assertThat(sleeping.state()).as("before any sweep").isEqualTo("LAPSED");
        assertProblem(sleeping.accept(missed), 410, "reservation-expired");
        assertProblem(declining.accept(declined), 409, "reservation-ended");
        UUID taken = last.awaitOffer("A-1-1");
        assertThat(last.accept(taken).statusCode()).isEqualTo(200);
        assertThat(List.of(declining.state(), leaving.state(), sleeping.state(), last.state()))
                .containsExactly("DECLINED", "DECLINED", "LAPSED", "ACCEPTED");
        assertThat(sleeping.waits(1).entry()).containsEntry("place", 5);
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void aGroupThatDoesNotFitIsPassedOverAndKeepsItsPlace() {
        // given
        UUID event = eventWithOnly("A-1-1", "A-2-1", "A-3-1", "A-3-2");
        UUID one = holder.holds(event, "A-1-1");
        UUID other = holder.holds(event, "A-2-1");
        Buyer pairHolder = Buyer.someone();
        UUID pair = pairHolder.holds(event, "A-3-1", "A-3-2");
        Waiter together = Waiter.someone(event).waits(2, true);
        Waiter anywhere = Waiter.someone(event).waits(2);
        Waiter alone = Waiter.someone(event).waits(1);
        Waiter later = Waiter.someone(event).waits(2, true);

        // when
        holder.cancel(one);

        // then: nobody in front can use a single seat
        alone.awaitOffer("A-1-1");
        assertThat(together.entry()).containsEntry("state", "WAITING").containsEntry("place", 1);

        // when
        alone.leave();
        holder.cancel(other);

        // then: two seats apart
        anywhere.awaitOffer("A-1-1", "A-2-1");
        assertThat(together.state()).isEqualTo("WAITING");

        // when
        pairHolder.cancel(pair);

        // then
        together.awaitOffer("A-3-1", "A-3-2");
        assertThat(later.state()).isEqualTo("WAITING");
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void seatsThatDoForNobodyWhoWaitsAreForSaleAgain() {
        // given
        UUID event = eventWithOnly("A-1-1", "A-1-2");
        UUID held = holder.holds(event, "A-1-1");
        UUID second = holder.holds(event, "A-1-2");
        Waiter pair = Waiter.someone(event).waits(2);

        // when
        holder.cancel(held);

        // then
        await().until(() -> counts(event).get("available") == 31);
        Buyer passerBy = Buyer.someone();
        UUID bought = passerBy.holds(event, "A-1-1");
        assertThat(pair.state()).isEqualTo("WAITING");

        // when: one comes back and the other is let go, so that both together do
        passerBy.cancel(bought);
        await().until(() -> counts(event).get("available") == 31);
        holder.cancel(second);

        // then
        pair.awaitOffer("A-1-1", "A-1-2");
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void seatsGivenBackByTheVenueAreOfferedToo() {
        // given
        UUID event = eventWithOnly("A-1-1");
        holder.holds(event, "A-1-1");
        Waiter waiter = Waiter.someone(event).waits(2, true);

        // when
        Waiter.admin(event, Map.of("unblock", List.of("A-5-3", "A-5-4")));

        // then
        waiter.awaitOffer("A-5-3", "A-5-4");
    }

    @Test
    void anOpenOfferCountsInTheLimit() {
        // given
        UUID event = eventWithOnly("A-1-1", "A-1-2");
        UUID held = holder.holds(event, "A-1-1", "A-1-2");
        Waiter waiter = Waiter.someone(event).waits(2);
        holder.cancel(held);
        waiter.awaitOffer();

        // then
        Response refused = waiter.buyer().reserve(event, "B-1-1", "B-1-2", "B-1-3");
        assertProblem(refused, 422, "purchase-limit");
        assertThat(refused.jsonPath().getInt("has")).isEqualTo(2);
        assertThat(waiter.buyer().reserve(event, "B-1-1", "B-1-2").statusCode()).isEqualTo(201);
        assertProblem(waiter.join("S", 1, false), 409, "waitlist-seats-available");
    }

    @Test
    void whoHasBoughtTooMuchMeanwhileIsOutWhenTheTurnComes() {
        // given
        UUID event = eventWithOnly("A-1-1", "A-1-2");
        UUID held = holder.holds(event, "A-1-1", "A-1-2");
        Waiter greedy = Waiter.someone(event).waits(2);
        Waiter next = Waiter.someone(event).waits(2);
        greedy.buyer().holds(event, "B-1-1", "B-1-2", "B-1-3");

        // when
        holder.cancel(held);

        // then
        next.awaitOffer("A-1-1", "A-1-2");
        assertThat(greedy.state()).isEqualTo("OVER_LIMIT");
    }

    @Test
    void joiningIsRefusedWithTheReason() {
        UUID event = eventWithOnly("A-1-1", "A-1-2");
        Waiter anna = Waiter.someone(event);

        assertProblem(anna.join("R", 2, true), 409, "waitlist-seats-available");
        assertProblem(anna.join("VIP", 1, false), 422, "unknown-price-tier");
        assertProblem(anna.join("R", 5, false), 422, "too-many-seats");
        assertProblem(anna.join("R", 0, false), 400, "invalid-fields");
        assertProblem(anna.join("R", 65, false), 400, "invalid-fields");
        assertProblem(Waiter.someone(UUID.randomUUID()).join("R", 1, false), 404, "event-not-found");
        assertThat(given().contentType("application/json")
                        .body(Map.of("priceTier", "R", "groupSize", 1))
                        .post("/api/events/" + event + "/waitlist")
                        .statusCode())
                .isEqualTo(401);
        anna.buyer().holds(event, "A-1-1", "A-1-2");
        assertProblem(anna.join("R", 3, false), 422, "purchase-limit");
        assertThat(anna.entry()).containsEntry("state", "NONE");

        anna.waits(2);
        assertThat(anna.join("R", 2, false).statusCode()).isEqualTo(201);
        Response different = anna.join("R", 1, false);
        assertProblem(different, 409, "waitlist-already-joined");
        assertThat(different.jsonPath().getInt("entry.groupSize")).isEqualTo(2);
        assertThat(anna.entry()).containsEntry("place", 1);
        assertProblem(
                anna.buyer().json().queryParam("priceTier", "a\u0000b").delete("/api/events/" + event + "/waitlist"),
                400,
                "invalid-fields");
        assertThat(anna.leave().statusCode()).isEqualTo(204);
        assertThat(anna.leave().statusCode()).isEqualTo(204);
        assertThat(anna.state()).isEqualTo("LEFT");
    }

    @Test
    void salesThatHaveNotBegunOrAreStoppedTakeNobody() {
        UUID early = Buyer.ready(EventServiceFake.publish(event -> event.put(
                "saleWindows",
                EventServiceFake.window(
                        Instant.now().plusSeconds(3600), Instant.now().plusSeconds(7200)))));
        assertProblem(Waiter.someone(early).join("R", 1, false), 422, "sale-not-open");

        UUID event = eventWithOnly();
        change(event, "saleStopped", true);
        assertProblem(Waiter.someone(event).join("R", 1, false), 422, "sale-stopped");
    }

    @Test
    void aStoppedSaleMakesNoOffersAndGoesOnInOrder() {
        // given
        UUID event = eventWithOnly("A-1-1");
        UUID held = holder.holds(event, "A-1-1");
        Waiter waiter = Waiter.someone(event).waits(1);
        change(event, "saleStopped", true);

        // when
        holder.cancel(held);
        tick.tick().await().atMost(Duration.ofSeconds(60));

        // then: kept, neither offered nor let go
        assertThat(waiter.state()).isEqualTo("WAITING");
        assertThat(kept(event)).isEqualTo(1);

        // when
        change(event, "saleStopped", false);

        // then
        waiter.awaitOffer("A-1-1");
    }

    @Test
    void whenTheSaleIsOverEntriesEndAndSeatsAreLetGo() {
        // given
        UUID event = eventWithOnly("A-1-1");
        UUID held = holder.holds(event, "A-1-1");
        Waiter waiter = Waiter.someone(event).waits(1);

        // when
        change(
                event,
                "saleWindows",
                EventServiceFake.window(
                        Instant.now().minusSeconds(7200), Instant.now().minusSeconds(3600)));
        holder.cancel(held);

        // then
        waiter.awaitState("CLOSED");
        await().until(() -> kept(event) == 0);
        assertThat(database.brokenSeats(event)).isZero();
        assertProblem(waiter.join("R", 1, false), 422, "sale-closed");
    }

    @Test
    void whenTheEventIsCalledOffOffersAreCancelled() {
        // given
        UUID event = eventWithOnly("A-1-1");
        UUID held = holder.holds(event, "A-1-1");
        Waiter first = Waiter.someone(event).waits(1);
        Waiter second = Waiter.someone(event).waits(1);
        holder.cancel(held);
        UUID offer = first.awaitOffer();

        // when
        change(event, "state", "CANCELLED");

        // then
        first.awaitState("CLOSED");
        second.awaitState("CLOSED");
        assertThat(first.buyer().status(offer)).isEqualTo("CANCELLED");
        await().until(() -> kept(event) == 0);
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void anOfferIsThePermissionWhileTheWaitingRoomIsActive() {
        // given
        UUID event = eventWithOnly("A-1-1");
        UUID held = holder.holds(event, "A-1-1");
        Waiter waiter = Waiter.someone(event).waits(1);
        given().auth()
                .oauth2(TestTokens.role(UUID.randomUUID(), "admin"))
                .contentType("application/json")
                .body(Map.of(
                        "mode",
                        "FORCED",
                        "threshold",
                        1,
                        "perMinute",
                        60,
                        "cap",
                        1,
                        "admissionSeconds",
                        600,
                        "verifiedEmail",
                        false,
                        "challenge",
                        "NONE"))
                .put("/api/admin/events/" + event + "/waiting-room")
                .then()
                .statusCode(200);
        await().until(() -> waiter.buyer().reserve(event, "B-1-1").statusCode() == 403);

        // when
        holder.cancel(held);
        UUID offer = waiter.awaitOffer("A-1-1");

        // then
        assertThat(waiter.accept(offer).statusCode()).isEqualTo(200);
        assertThat(waiter.buyer().pay(offer).statusCode()).isEqualTo(200);
    }

    @Test
    void offersAreTheirOwnersOnly() {
        // given
        UUID event = eventWithOnly("A-1-1");
        UUID held = holder.holds(event, "A-1-1");
        Waiter waiter = Waiter.someone(event).waits(1);
        Waiter other = Waiter.someone(event);
        holder.cancel(held);
        UUID offer = waiter.awaitOffer();

        // then
        assertProblem(other.accept(offer), 404, "reservation-not-found");
        assertThat(other.state()).isEqualTo("NONE");
        UUID own = other.buyer().holds(event, "B-1-1");
        assertProblem(other.accept(own), 409, "reservation-not-offered");
    }

    @Test
    void administratorsSeeNumbersAndSayHowLongOffersLast() {
        // given
        UUID event = eventWithOnly("A-1-1");
        UUID held = holder.holds(event, "A-1-1");
        Waiter.someone(event).waits(1);
        Waiter.someone(event).waits(3);
        String admin = TestTokens.role(UUID.randomUUID(), "admin");
        given().auth()
                .oauth2(admin)
                .contentType("application/json")
                .body(Map.of("offerSeconds", 90))
                .put("/api/admin/events/" + event + "/waitlist")
                .then()
                .statusCode(200);

        // when
        Response seen = given().auth().oauth2(admin).get("/api/admin/events/" + event + "/waitlist");

        // then
        assertThat(seen.jsonPath().getInt("offerSeconds")).isEqualTo(90);
        assertThat(seen.jsonPath().getList("tiers.priceTier")).containsExactly("R", "S");
        assertThat(seen.jsonPath().getMap("tiers[0].entries")).isEqualTo(Map.of("WAITING", 2));
        assertThat(seen.jsonPath().getInt("tiers[0].waitingSeats")).isEqualTo(4);

        // when
        Waiter next = Waiter.someone(event);
        next.waits(1);
        next.leave();
        holder.cancel(held);

        // then
        await().untilAsserted(() -> assertThat(given().auth()
                        .oauth2(admin)
                        .get("/api/admin/events/" + event + "/waitlist")
                        .jsonPath()
                        .getMap("tiers[0].entries"))
                .isEqualTo(Map.of("WAITING", 1, "OFFERED", 1, "LEFT", 1)));
        assertThat(database.number("""
                SELECT extract(epoch FROM expires_at - created_at) FROM reservation
                WHERE event_id = ? AND status = 'OFFERED'
                """, event)).isEqualTo(90);
        assertProblem(
                given().auth().oauth2(admin).get("/api/admin/events/" + UUID.randomUUID() + "/waitlist"),
                404,
                "event-not-found");
        assertThat(given().auth()
                        .oauth2(Buyer.someone().token())
                        .get("/api/admin/events/" + event + "/waitlist")
                        .statusCode())
                .isEqualTo(403);
    }

    private long kept(UUID event) {
        return database.number("SELECT count(*) FROM seat WHERE event_id = ? AND kept_at IS NOT NULL", event);
    }

    private void change(UUID event, String field, Object value) {
        EventServiceFake.change(event, json -> json.put(field, value));
        await().until(() -> {
            feed.follow().await().atMost(Duration.ofSeconds(60));
            return true;
        });
        String query = value instanceof JsonArray
                ? "SELECT count(*) FROM sale_window WHERE event_id = ? AND closes_at < now()"
                : value instanceof Boolean stopped
                        ? "SELECT count(*) FROM event WHERE id = ? AND sale_stopped = " + stopped
                        : "SELECT count(*) FROM event WHERE id = ? AND state = 'CANCELLED'";
        await().until(() -> database.number(query, event) == 1);
    }
}
