package gg.tiketi.auth.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.Counted;
import gg.tiketi.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SignInTest {

    @Inject
    Pool pool;

    @Test
    void registeringSignsIn() {
        // given
        String email = People.freshEmail();

        // when
        Response answer = People.register(email);

        // then
        answer.then().statusCode(201).header("Cache-Control", "no-store");
        assertThat(answer.jsonPath().getString("user.email")).isEqualTo(email);
        assertThat(answer.jsonPath().getString("tokenType")).isEqualTo("Bearer");
        assertThat(answer.jsonPath().getInt("expiresIn")).isBetween(1, 600);
        assertThat(answer.jsonPath().getString("refreshToken")).hasSize(43);
        assertThat(answer.getCookies()).isEmpty();
    }

    @Test
    void anAddressRegistersOnceHoweverItIsWritten() {
        // given
        String email = People.freshEmail();
        People.register(email);

        // when
        Response answer = People.register(" " + email.toUpperCase(java.util.Locale.ROOT) + " ");

        // then
        problem(answer, 409, "email-taken");
        assertThat(answer.asString()).doesNotContain(email, People.PASSWORD);
    }

    @Test
    void ofTenRegistrationsAtOnceOneSucceeds() {
        // given
        String email = People.freshEmail();

        // when
        List<Integer> statuses = atOnce(10, () -> People.register(email).statusCode());

        // then
        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(9);
    }

    @Test
    void aRushOfSignInsIsTurnedAwayInsteadOfQueueingWithoutEnd() {
        // when
        List<Integer> statuses = atOnce(120, () -> {
            Response answer = People.login(People.freshEmail(), "not the password");
            return answer.statusCode() == 503 && answer.getHeader("Retry-After") == null ? -1 : answer.statusCode();
        });

        // then
        assertThat(statuses).containsOnly(401, 503);
        assertThat(statuses).filteredOn(status -> status == 401).hasSizeGreaterThanOrEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890", "qwerty12345", "aaaaaaaaaaaaaa", "Gildong Hong"})
    void aWeakPasswordIsRefused(String password) {
        // when
        Response answer = People.register(People.freshEmail(), password, "Gildong Hong");

        // then
        problem(answer, 422, "weak-password");
        assertThat(answer.asString()).doesNotContain(password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{",
                "null",
                "{\"email\":\"nobody\",\"password\":\"correct horse\",\"name\":\"Kim\"}",
                "{\"email\":\"a@example.com\",\"password\":\"short\",\"name\":\"Kim\"}",
                "{\"email\":\"a@example.com\",\"password\":\"correct horse\",\"name\":\"\"}",
                "{\"email\":\"a@example.com\",\"password\":\"correct horse\",\"name\":\"Kim\",\"phone\":\"x\"}",
                "{\"email\":\"a@example.com\",\"password\":\"correct horse\",\"name\":\"Kim\",\"roles\":[\"admin\"]}",
                "{\"email\":[],\"password\":\"correct horse\",\"name\":\"Kim\"}"
            })
    void aMalformedRegistrationIsRefused(String body) {
        // when
        Response answer = given().contentType(ContentType.JSON).body(body).post("/api/auth/register");

        // then
        answer.then().statusCode(400).contentType("application/problem+json");
        assertThat(answer.asString()).doesNotContain("correct horse");
    }

    @Test
    void theRightPasswordSignsIn() {
        // given
        String email = People.freshEmail();
        People.register(email);

        // when
        Response answer = People.login(email.toUpperCase(java.util.Locale.ROOT), People.PASSWORD);

        // then
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getString("user.email")).isEqualTo(email);
    }

    @Test
    void unknownAccountAndWrongPasswordAreOneAnswer() {
        // given
        String email = People.freshEmail();
        People.register(email);

        // when
        Response wrong = People.login(email, "not the password");
        Response unknown = People.login(People.freshEmail(), "not the password");

        // then
        problem(wrong, 401, "bad-credentials");
        problem(unknown, 401, "bad-credentials");
        assertThat(wrong.jsonPath().getString("title"))
                .isEqualTo(unknown.jsonPath().getString("title"));
        assertThat(wrong.asString()).doesNotContain("not the password", email);
    }

    @Test
    void thePageGetsItsRefreshTokenOnlyInACookieNoScriptCanRead() {
        // when
        Response answer = given().header("Tiketi-Client", "web")
                .contentType(ContentType.JSON)
                .body(Map.of("email", People.freshEmail(), "password", People.PASSWORD, "name", "Kim"))
                .post("/api/auth/register");

        // then
        answer.then().statusCode(201);
        assertThat(answer.jsonPath().getMap("$")).doesNotContainKey("refreshToken");
        assertThat(answer.getHeader("Set-Cookie"))
                .contains("tiketi_refresh=", "HttpOnly", "SameSite=Strict", "Path=/api/auth", "Secure")
                .containsPattern("Max-Age=2592000|Max-Age=\"2592000\"");
    }

    @Test
    void onlyTheHashOfARefreshTokenIsStored() {
        // given
        String token = People.register(People.freshEmail()).jsonPath().getString("refreshToken");

        // when
        long stored = Counted.by(
                pool, "SELECT count(*) FROM refresh_token WHERE token_hash = sha256($1::text::bytea)", token);

        // then
        assertThat(stored).isEqualTo(1);
    }

    static List<Integer> atOnce(int callers, java.util.function.Supplier<Integer> call) {
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            return IntStream.range(0, callers)
                    .mapToObj(caller -> CompletableFuture.supplyAsync(call, threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    static void problem(Response answer, int status, String slug) {
        answer.then().statusCode(status).contentType("application/problem+json");
        assertThat(answer.jsonPath().getString("type")).isEqualTo("https://tiketi.gg/problems/" + slug);
    }
}
