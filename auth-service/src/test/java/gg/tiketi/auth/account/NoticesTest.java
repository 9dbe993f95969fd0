package gg.tiketi.auth.account;

import static io.restassured.RestAssured.given;

import gg.tiketi.auth.Admins;
import gg.tiketi.auth.People;
import gg.tiketi.auth.factor.Authenticator;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NoticesTest {

    @Inject
    MockMailbox mailbox;

    @Inject
    Pool pool;

    @Test
    void theOwnerIsToldOfANewPasswordASecondFactorAndANewRole() {
        // given
        String email = People.freshEmail();
        JsonPath person = People.register(email).jsonPath();
        JsonPath admin = Admins.fresh(pool);

        // when
        Authenticator authenticator = Authenticator.enrol(person);
        as(person)
                .body(Map.of(
                        "password",
                        People.PASSWORD,
                        "code",
                        authenticator.recoveryCodes().getFirst()))
                .delete("/api/auth/me/second-factor")
                .then()
                .statusCode(204);
        as(person)
                .body(Map.of("currentPassword", People.PASSWORD, "newPassword", "another horse battery"))
                .put("/api/auth/me/password")
                .then()
                .statusCode(204);
        as(admin)
                .body(Map.of("role", "gate"))
                .put("/api/admin/accounts/" + person.getString("user.id") + "/role")
                .then()
                .statusCode(200);

        // then
        told(email, "Two-step sign-in is on");
        told(email, "Two-step sign-in is off");
        told(email, "Your password was changed");
        told(email, "Your role was changed");
    }

    private void told(String email, String subject) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> mailbox.getMailsSentTo(email).stream()
                .anyMatch(mail -> mail.getSubject().endsWith(subject)));
    }

    private static io.restassured.specification.RequestSpecification as(JsonPath person) {
        return given().auth().oauth2(person.getString("accessToken")).contentType(ContentType.JSON);
    }
}
