package gg.tiketi.auth.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.Counted;
import gg.tiketi.auth.People;
import gg.tiketi.auth.throttle.Guesser;
import gg.tiketi.auth.throttle.ThrottleConfig;
import gg.tiketi.auth.throttle.ThrottleStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PasswordChangeTest {

    private static final String NEXT = "another horse battery";
    private static final Duration EVERYWHERE = Duration.ofSeconds(10);

    @Inject
    Pool pool;

    @Inject
    ThrottleStore throttleStore;

    @Inject
    ThrottleConfig throttleConfig;

    @Test
    void theNewPasswordSignsInAndTheOldOneNoMore() {
        // given
        String email = People.freshEmail();
        String token = People.register(email).jsonPath().getString("accessToken");

        // when
        Response answer = change(token, People.PASSWORD, NEXT);

        // then
        answer.then().statusCode(204);
        People.login(email, NEXT).then().statusCode(200);
        People.login(email, People.PASSWORD).then().statusCode(401);
    }

    @Test
    void onlyTheSessionThatAsksGoesOnAndTheOthersTokensAreRefusedSoon() {
        // given
        String email = People.freshEmail();
        JsonPath mine = People.register(email).jsonPath();
        JsonPath other = People.login(email, People.PASSWORD).jsonPath();

        // when
        change(mine.getString("accessToken"), People.PASSWORD, NEXT).then().statusCode(204);

        // then
        People.refresh(mine.getString("refreshToken")).then().statusCode(200);
        People.refresh(other.getString("refreshToken")).then().statusCode(401);
        Awaitility.await()
                .atMost(EVERYWHERE)
                .untilAsserted(() -> me(other.getString("accessToken")).then().statusCode(401));
        me(mine.getString("accessToken")).then().statusCode(200);
    }

    @Test
    void withoutTheOldPasswordNothingChanges() {
        // given
        String email = People.freshEmail();
        String token = People.register(email).jsonPath().getString("accessToken");

        // when
        Response answer = change(token, "not the password", NEXT);

        // then
        answer.then().statusCode(422).contentType("application/problem+json");
        assertThat(answer.jsonPath().getString("type")).endsWith("/wrong-password");
        assertThat(answer.asString()).doesNotContain(NEXT, "not the password");
        People.login(email, People.PASSWORD).then().statusCode(200);
    }

    @Test
    void guessingTheOldPasswordIsThrottled() {
        // given
        String email = People.freshEmail();
        String token = People.register(email).jsonPath().getString("accessToken");
        change(token, "not the password", NEXT).then().statusCode(422);
        new Guesser(throttleStore, throttleConfig).failForLongest(email, "127.0.0.1");

        // when
        Response answer = change(token, People.PASSWORD, NEXT);

        // then
        answer.then().statusCode(429);
        assertThat(answer.getHeader("Retry-After")).isNotNull();
    }

    @Test
    void aWeakNewPasswordIsRefused() {
        // given
        String token = People.register(People.freshEmail()).jsonPath().getString("accessToken");

        // when
        Response answer = change(token, People.PASSWORD, "1234567890");

        // then
        answer.then().statusCode(422);
        assertThat(answer.jsonPath().getString("type")).endsWith("/weak-password");
        assertThat(answer.jsonPath().getString("reason")).isEqualTo("common");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"currentPassword\":\"correct horse battery\"}",
                "{\"currentPassword\":\"correct horse battery\",\"newPassword\":\"short\"}",
                "{\"currentPassword\":\"correct horse battery\",\"newPassword\":\"long enough 12\",\"roles\":[]}"
            })
    void aMalformedChangeIsRefused(String body) {
        // given
        String token = People.register(People.freshEmail()).jsonPath().getString("accessToken");

        // when
        Response answer = given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .put("/api/auth/me/password");

        // then
        answer.then().statusCode(400).contentType("application/problem+json");
        given().contentType(ContentType.JSON)
                .body(Map.of("currentPassword", "x", "newPassword", NEXT))
                .put("/api/auth/me/password")
                .then()
                .statusCode(401);
    }

    @Test
    void ofManyChangesAtOnceOneWinsAndNoSessionOfTheOldPasswordIsLeft() {
        // given
        String email = People.freshEmail();
        String token = People.register(email).jsonPath().getString("accessToken");

        // when
        List<CompletableFuture<Integer>> changes = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> change(token, People.PASSWORD, NEXT + i).statusCode()))
                .toList();
        List<CompletableFuture<Integer>> signIns = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> People.login(email, People.PASSWORD).statusCode()))
                .toList();

        // then
        assertThat(changes.stream().map(CompletableFuture::join).filter(status -> status == 204))
                .hasSize(1);
        assertThat(signIns.stream().map(CompletableFuture::join)).isSubsetOf(200, 401, 429);
        assertThat(openSessions(email)).isEqualTo(1);
    }

    private long openSessions(String email) {
        return Counted.by(
                pool,
                "SELECT count(*) FROM session s JOIN account a ON a.id = s.account_id"
                        + " WHERE a.email = $1 AND s.revoked_at IS NULL",
                email);
    }

    private static Response change(String token, String current, String next) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of("currentPassword", current, "newPassword", next))
                .put("/api/auth/me/password");
    }

    private static Response me(String token) {
        return given().auth().oauth2(token).get("/api/auth/me");
    }
}
