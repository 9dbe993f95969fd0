package gg.tiketi.seat.platform;

import static io.restassured.RestAssured.given;

import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.seat.SeatServiceTest;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@SeatServiceTest
class RevokedTokenTest {

    @Test
    void aTokenAlreadyInUseIsRefusedWithinTenSecondsOfItsSignInsEnd() {
        // given
        UUID session = UUID.randomUUID();
        UUID account = UUID.randomUUID();
        String ended = TestTokens.user(account, session);
        String other = TestTokens.user(account, UUID.randomUUID());
        given().auth().oauth2(ended).get("/api/reservations").then().statusCode(200);

        // when
        TestTokens.revoke(session);

        // then
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> given().auth()
                .oauth2(ended)
                .get("/api/reservations")
                .then()
                .statusCode(401));
        given().auth().oauth2(other).get("/api/reservations").then().statusCode(200);
    }
}
