package gg.tiketi.seat.seatblock;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SeatServiceTest
class SeatBlockTest {

    @Inject
    SeatDatabase database;

    private UUID event = UUID.randomUUID();

    @BeforeEach
    void publish() {
        event = Buyer.ready(EventServiceFake.publish());
    }

    @Test
    void blockedSeatsAreNotSoldUntilTheyAreGivenBack() {
        // when
        Response blocked = change(Map.of("block", List.of("A-1-1", "A-1-2")));

        // then
        assertThat(blocked.statusCode()).as(blocked.asString()).isEqualTo(200);
        assertThat(blocked.jsonPath().getInt("blocked")).isEqualTo(2);
        assertThat(blocked.header("Tiketi-Position")).isNotBlank();
        assertThat(Buyer.someone().reserve(event, "A-1-1").statusCode()).isEqualTo(409);
        await().until(() -> Buyer.counts(event).get("blocked") == 2);

        // when
        Response unblocked = change(Map.of("unblock", List.of("A-1-1")));

        // then
        assertThat(unblocked.jsonPath().getInt("unblocked")).isEqualTo(1);
        assertThat(Buyer.someone().reserve(event, "A-1-1").statusCode()).isEqualTo(201);
        assertThat(Buyer.someone().reserve(event, "A-1-2").statusCode()).isEqualTo(409);
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void repeatingItChangesNothing() {
        change(Map.of("block", List.of("A-1-1")));

        Response again = change(Map.of("block", List.of("A-1-1"), "unblock", List.of("A-1-2")));

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.jsonPath().getInt("blocked")).isZero();
        assertThat(again.jsonPath().getInt("unblocked")).isZero();
    }

    @Test
    void aSeatThatSomebodyHasIsNotBlockedAndNothingElseEither() {
        // given
        Buyer.someone().holds(event, "A-2-2");

        // when
        Response refused = change(Map.of("block", List.of("A-2-1", "A-2-2")));

        // then
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.jsonPath().getList("taken")).containsExactly("A-2-2");
        assertThat(Buyer.someone().reserve(event, "A-2-1").statusCode()).isEqualTo(201);
    }

    @Test
    void aHoldThatHasLapsedGivesWay() {
        // given
        Buyer anna = Buyer.someone();
        UUID held = anna.holds(event, "A-3-1", "A-3-2");
        database.letTimePass(held);

        // when
        Response blocked = change(Map.of("block", List.of("A-3-1")));

        // then
        assertThat(blocked.statusCode()).as(blocked.asString()).isEqualTo(200);
        assertThat(anna.status(held)).isEqualTo("EXPIRED");
        assertThat(Buyer.someone().reserve(event, "A-3-2").statusCode()).isEqualTo(201);
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void onlyAdministratorsBlockSeats() {
        Map<String, Object> change = Map.of("block", List.of("A-1-1"));

        assertThat(Buyer.someone().json().body(change).patch(path()).statusCode())
                .isEqualTo(403);
        assertThat(given().contentType("application/json")
                        .body(change)
                        .patch(path())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void anUnclearChangeIsRefused() {
        assertThat(change(Map.of()).statusCode()).isEqualTo(400);
        assertThat(change(Map.of("block", List.of("A-1-1"), "unblock", List.of("A-1-1")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(change(Map.of("block", List.of("Z-9-9"))).statusCode()).isEqualTo(422);
        Response withNull = change(Map.of("unblock", Arrays.asList("A-1-1", null)));
        assertThat(withNull.statusCode()).as(withNull.asString()).isEqualTo(400);
        assertThat(withNull.contentType()).startsWith("application/problem+json");
    }

    private Response change(Map<String, Object> change) {
        return given().auth()
                .oauth2(TestTokens.role(UUID.randomUUID(), "admin"))
                .contentType("application/json")
                .body(change)
                .patch(path());
    }

    private String path() {
        return "/api/admin/events/" + event + "/seats";
    }
}
