package gg.tiketi.auth.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.People;
import gg.tiketi.defaults.token.Revocations;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RevocationTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    RevokedSessions revoked;

    @Inject
    Pool pool;

    @Test
    void signingOutEndsTheAccessTokenWithinTenSeconds() {
        // given
        JsonPath person = People.register(People.freshEmail()).jsonPath();
        String session = sessionOf(person);

        // when
        People.post("/api/auth/logout", java.util.Map.of("refreshToken", person.getString("refreshToken")));

        // then
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> me(person).then().statusCode(401).header("WWW-Authenticate", "Bearer"));
        assertThat(list().jsonPath().getList("sessions")).contains(Revocations.fingerprint(session));
        assertThat(list().asString()).doesNotContain(session);
    }

    @Test
    void signingOutEverywhereEndsAllSessionsOfThatPersonOnly() {
        // given
        String email = People.freshEmail();
        JsonPath first = People.register(email).jsonPath();
        JsonPath second = People.login(email, People.PASSWORD).jsonPath();
        JsonPath stranger = People.register(People.freshEmail()).jsonPath();

        // when
        Response others = endAll(second, "?keepCurrent=true");
        int kept = People.refresh(second.getString("refreshToken")).statusCode();
        Response all = endAll(second, "");

        // then
        others.then().statusCode(204);
        all.then().statusCode(204);
        assertThat(kept).isEqualTo(200);
        SignInTest.problem(People.refresh(first.getString("refreshToken")), 401, "session-ended");
        SignInTest.problem(People.refresh(second.getString("refreshToken")), 401, "session-ended");
        Awaitility.await().atMost(SOON).untilAsserted(() -> {
            me(first).then().statusCode(401);
            me(second).then().statusCode(401);
        });
        me(stranger).then().statusCode(200);
    }

    @Test
    void anUnchangedListIsNotSentAgain() {
        // given
        revoked.reload().await().indefinitely();
        Response list = list();

        // when
        Response again = given().header("If-None-Match", list.getHeader("ETag")).get("/internal/revocations");

        // then
        list.then().statusCode(200);
        again.then().statusCode(304);
    }

    @Test
    void aSessionIsListedOnlyWhileItsTokensMayLive() {
        // given
        JsonPath person = People.register(People.freshEmail()).jsonPath();
        String session = sessionOf(person);
        endAll(person, "");
        pool.preparedQuery("UPDATE session SET revoked_at = now() - INTERVAL '12 minutes' WHERE id = $1")
                .execute(Tuple.of(UUID.fromString(session)))
                .await()
                .indefinitely();

        // when
        revoked.reload().await().indefinitely();

        // then
        assertThat(revoked.listing().fingerprints()).doesNotContain(Revocations.fingerprint(session));
    }

    private static String sessionOf(JsonPath person) {
        return given().auth()
                .oauth2(person.getString("accessToken"))
                .get("/api/auth/sessions")
                .jsonPath()
                .getString("items[0].id");
    }

    private static Response endAll(JsonPath person, String query) {
        return given().auth().oauth2(person.getString("accessToken")).delete("/api/auth/sessions" + query);
    }

    private static Response me(JsonPath person) {
        return given().auth().oauth2(person.getString("accessToken")).get("/api/auth/me");
    }

    private static Response list() {
        return given().get("/internal/revocations");
    }
}
