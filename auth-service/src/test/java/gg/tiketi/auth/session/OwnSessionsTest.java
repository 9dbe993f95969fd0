package gg.tiketi.auth.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OwnSessionsTest {

    @Test
    void aPersonSeesWhereTheyAreSignedIn() {
        // given
        String email = People.freshEmail();
        People.register(email);
        JsonPath second = People.login(email, People.PASSWORD).jsonPath();

        // when
        Response answer = list(second.getString("accessToken"));

        // then
        answer.then().statusCode(200);
        List<Boolean> current = answer.jsonPath().getList("items.current");
        assertThat(current).containsExactly(true, false);
    }

    @Test
    void endingASessionElsewhereEndsOnlyThatOne() {
        // given
        String email = People.freshEmail();
        JsonPath first = People.register(email).jsonPath();
        JsonPath second = People.login(email, People.PASSWORD).jsonPath();
        String elsewhere = list(second.getString("accessToken")).jsonPath().getString("items[1].id");

        // when
        Response answer = end(second.getString("accessToken"), elsewhere);

        // then
        answer.then().statusCode(204);
        SignInTest.problem(People.refresh(first.getString("refreshToken")), 401, "session-ended");
        People.refresh(second.getString("refreshToken")).then().statusCode(200);
        SignInTest.problem(end(second.getString("accessToken"), elsewhere), 404, "not-found");
    }

    @Test
    void anotherPersonsSessionIsNotFoundAndGoesOn() {
        // given
        JsonPath victim = People.register(People.freshEmail()).jsonPath();
        String session = list(victim.getString("accessToken")).jsonPath().getString("items[0].id");
        String stranger = People.register(People.freshEmail()).jsonPath().getString("accessToken");

        // when
        Response answer = end(stranger, session);

        // then
        SignInTest.problem(answer, 404, "not-found");
        People.refresh(victim.getString("refreshToken")).then().statusCode(200);
    }

    @Test
    void badIdsAndMissingTokensAreRefused() {
        // given
        String token = People.register(People.freshEmail()).jsonPath().getString("accessToken");

        // when
        Response malformed = end(token, "not-an-id");
        Response unknown = end(token, UUID.randomUUID().toString());
        Response nobody = given().get("/api/auth/sessions");

        // then
        SignInTest.problem(malformed, 400, "malformed-request");
        SignInTest.problem(unknown, 404, "not-found");
        SignInTest.problem(nobody, 401, "unauthenticated");
    }

    @Test
    void thePublicDocumentListsEveryEndpointAndLivesOnThePublicPort() {
        // when
        Response answer = given().queryParam("format", "json").get("/openapi");

        // then
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getMap("paths"))
                .containsOnlyKeys(
                        "/.well-known/jwks.json",
                        "/.well-known/openid-configuration",
                        "/api/admin/accounts",
                        "/api/admin/accounts/{id}/role",
                        "/api/admin/audit",
                        "/api/auth/email-verification",
                        "/api/auth/google",
                        "/api/auth/google/start",
                        "/api/auth/login",
                        "/api/auth/login/second-factor",
                        "/api/auth/logout",
                        "/api/auth/me",
                        "/api/auth/me/password",
                        "/api/auth/me/second-factor",
                        "/api/auth/password-reset",
                        "/api/auth/refresh",
                        "/api/auth/register",
                        "/api/auth/sessions",
                        "/api/auth/sessions/{id}",
                        "/api/auth/ways");
    }

    private static Response list(String token) {
        return given().auth().oauth2(token).get("/api/auth/sessions");
    }

    private static Response end(String token, String id) {
        return given().auth().oauth2(token).delete("/api/auth/sessions/" + id);
    }
}
