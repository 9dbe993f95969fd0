package gg.tiketi.auth.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RefreshTest {

    private static final String SESSION_OF_TOKEN =
            "(SELECT session_id FROM refresh_token WHERE token_hash = sha256($1::text::bytea))";

    @Inject
    Pool pool;

    @Test
    void aRefreshTokenIsExchangedForTheNextOne() {
        // given
        String first = newRefreshToken();

        // when
        Response second = People.refresh(first);
        Response third = People.refresh(second.jsonPath().getString("refreshToken"));

        // then
        second.then().statusCode(200);
        third.then().statusCode(200);
        assertThat(second.jsonPath().getString("refreshToken"))
                .isNotEqualTo(first)
                .hasSize(43);
        given().auth()
                .oauth2(third.jsonPath().getString("accessToken"))
                .get("/api/auth/me")
                .then()
                .statusCode(200);
    }

    @Test
    void anHonestDoubleClickKeepsBothAnswersGood() {
        // given
        String first = newRefreshToken();
        String next = People.refresh(first).jsonPath().getString("refreshToken");

        // when
        Response again = People.refresh(first);

        // then
        again.then().statusCode(200);
        assertThat(again.jsonPath().getString("refreshToken")).isNotEqualTo(next);
        People.refresh(again.jsonPath().getString("refreshToken")).then().statusCode(200);
        People.refresh(next).then().statusCode(200);
    }

    @Test
    void reusingATokenAfterTheGraceRevokesTheWholeFamily() {
        // given
        String first = newRefreshToken();
        String next = People.refresh(first).jsonPath().getString("refreshToken");
        rotatedAMinuteAgo(first);

        // when
        Response reused = People.refresh(first);

        // then
        SignInTest.problem(reused, 401, "session-ended");
        SignInTest.problem(People.refresh(next), 401, "session-ended");
        assertThat(reused.asString()).doesNotContain(first);
    }

    @Test
    void anOldTokenRevokesTheFamilyEvenWithinTheGrace() {
        // given
        String first = newRefreshToken();
        String second = People.refresh(first).jsonPath().getString("refreshToken");
        String third = People.refresh(second).jsonPath().getString("refreshToken");

        // when
        Response reused = People.refresh(first);

        // then
        SignInTest.problem(reused, 401, "session-ended");
        SignInTest.problem(People.refresh(third), 401, "session-ended");
    }

    @Test
    void twentyRefreshesOfOneTokenAtOnceAllSucceedAndTurnTheSessionOnce() {
        // given
        String first = newRefreshToken();
        Set<String> given = ConcurrentHashMap.newKeySet();

        // when
        List<Integer> statuses = SignInTest.atOnce(20, () -> {
            Response answer = People.refresh(first);
            given.add(answer.jsonPath().getString("refreshToken"));
            return answer.statusCode();
        });

        // then
        assertThat(statuses).containsOnly(200);
        assertThat(given).hasSize(20);
        assertThat(generation(first)).isEqualTo(2);
        People.refresh(given.iterator().next()).then().statusCode(200);
    }

    @Test
    void anExpiredSessionIsOver() {
        // given
        String token = newRefreshToken();
        change(token, "expires_at = now()");

        // when
        Response answer = People.refresh(token);

        // then
        SignInTest.problem(answer, 401, "session-ended");
    }

    @Test
    void unknownMissingAndMalformedTokensAreRefused() {
        // when
        Response unknown = People.refresh("A".repeat(43));
        Response missing = People.post("/api/auth/refresh", Map.of());
        Response tooLong = People.refresh("A".repeat(200));
        Response empty = given().contentType(ContentType.JSON).post("/api/auth/refresh");

        // then
        SignInTest.problem(unknown, 401, "session-ended");
        SignInTest.problem(missing, 401, "session-ended");
        SignInTest.problem(tooLong, 400, "invalid-fields");
        SignInTest.problem(empty, 401, "session-ended");
    }

    @Test
    void signingOutEndsTheFamily() {
        // given
        String token = newRefreshToken();

        // when
        Response answer = People.post("/api/auth/logout", Map.of("refreshToken", token));

        // then
        answer.then().statusCode(204);
        SignInTest.problem(People.refresh(token), 401, "session-ended");
        People.post("/api/auth/logout", Map.of("refreshToken", token)).then().statusCode(204);
        People.post("/api/auth/logout", Map.of()).then().statusCode(204);
    }

    @Test
    void thePageRenewsAndSignsOutByItsCookie() {
        // given
        String email = People.freshEmail();
        People.register(email);
        Response login = web().contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", People.PASSWORD))
                .post("/api/auth/login");
        String cookie = login.getCookie("tiketi_refresh");

        // when
        Response renewed = web().cookie("tiketi_refresh", cookie).post("/api/auth/refresh");
        String nextCookie = renewed.getCookie("tiketi_refresh");
        Response out = web().cookie("tiketi_refresh", nextCookie).post("/api/auth/logout");

        // then
        renewed.then().statusCode(200);
        assertThat(nextCookie).isNotBlank().isNotEqualTo(cookie);
        assertThat(renewed.jsonPath().getMap("$")).doesNotContainKey("refreshToken");
        out.then().statusCode(204);
        assertThat(out.getHeader("Set-Cookie")).contains("tiketi_refresh=;", "Max-Age=0");
        SignInTest.problem(web().cookie("tiketi_refresh", nextCookie).post("/api/auth/refresh"), 401, "session-ended");
    }

    @Test
    void theCookieAloneIsNotLookedAt() {
        // given
        Response login = web().contentType(ContentType.JSON)
                .body(Map.of("email", People.freshEmail(), "password", People.PASSWORD, "name", "Kim"))
                .post("/api/auth/register");

        // when
        Response answer = given().noContentType()
                .cookie("tiketi_refresh", login.getCookie("tiketi_refresh"))
                .post("/api/auth/refresh");

        // then
        SignInTest.problem(answer, 401, "session-ended");
    }

    private static RequestSpecification web() {
        // A browser sends no content type with an empty body.
        return given().header("Tiketi-Client", "web").noContentType();
    }

    private static String newRefreshToken() {
        return People.register(People.freshEmail()).jsonPath().getString("refreshToken");
    }

    private void rotatedAMinuteAgo(String token) {
        change(token, "rotated_at = rotated_at - INTERVAL '1 minute'");
    }

    private void change(String token, String assignment) {
        pool.preparedQuery("UPDATE session SET " + assignment + " WHERE id = " + SESSION_OF_TOKEN)
                .execute(Tuple.of(token))
                .await()
                .indefinitely();
    }

    private int generation(String token) {
        return pool.preparedQuery("SELECT generation FROM session WHERE id = " + SESSION_OF_TOKEN)
                .execute(Tuple.of(token))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getInteger(0);
    }
}
