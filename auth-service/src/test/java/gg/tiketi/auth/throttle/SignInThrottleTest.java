package gg.tiketi.auth.throttle;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SignInThrottleTest {

    private record Limits(int failures, Duration window, Duration timeout) implements ThrottleConfig {}

    @Inject
    SignInThrottle throttle;

    @Inject
    Vertx vertx;

    @Test
    void afterTenFailuresEvenTheRightPasswordMustWait() {
        // given
        String email = People.freshEmail();
        People.register(email);
        for (int failure = 0; failure < 10; failure++) {
            People.login(email, "wrong password " + failure).then().statusCode(401);
        }

        // when
        Response answer = People.login(email, People.PASSWORD);

        // then
        answer.then().statusCode(429).contentType("application/problem+json");
        assertThat(answer.jsonPath().getString("type")).endsWith("/sign-in-throttled");
        assertThat(Integer.parseInt(answer.getHeader("Retry-After"))).isBetween(800, 900);
    }

    @Test
    void signingInForgetsEarlierFailures() {
        // given
        String email = People.freshEmail();
        fail(email, "10.0.0.1", 9);

        // when
        throttle.succeeded(email, "10.0.0.1").await().indefinitely();
        fail(email, "10.0.0.1", 1);

        // then
        assertThat(waitOf(throttle, email, "10.0.0.1")).isEmpty();
    }

    @Test
    void anotherAddressIsNotSlowedDown() {
        // given
        String email = People.freshEmail();

        // when
        fail(email, "10.0.0.1", 10);

        // then
        assertThat(waitOf(throttle, email, "10.0.0.1")).isPresent();
        assertThat(waitOf(throttle, email, "10.0.0.2")).isEmpty();
    }

    @Test
    void theAddressIsTheOneTheGatewaySaw() {
        // given
        String email = People.freshEmail();
        People.register(email);
        fail(email, "203.0.113.7", 10);

        // when
        int there = loginFrom("203.0.113.7", email);
        int elsewhere = loginFrom("203.0.113.8", email);

        // then
        assertThat(there).isEqualTo(429);
        assertThat(elsewhere).isEqualTo(200);
    }

    @Test
    void withoutRedisNobodyIsRefused() {
        // given
        Redis nowhere = Redis.createClient(vertx, "redis://127.0.0.1:1");
        SignInThrottle blind = new SignInThrottle(
                new ThrottleStore(nowhere), new Limits(1, Duration.ofMinutes(15), Duration.ofMillis(300)));

        // when
        blind.failed("a@example.com", "10.0.0.1").await().indefinitely();

        // then
        assertThat(waitOf(blind, "a@example.com", "10.0.0.1")).isEmpty();
        nowhere.close();
    }

    private static int loginFrom(String address, String email) {
        return given().header("X-Forwarded-For", address)
                .contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", People.PASSWORD))
                .post("/api/auth/login")
                .statusCode();
    }

    private void fail(String email, String address, int times) {
        for (int failure = 0; failure < times; failure++) {
            throttle.failed(email, address).await().indefinitely();
        }
    }

    private static Optional<Duration> waitOf(SignInThrottle throttle, String email, String address) {
        return throttle.waitOf(email, address).await().indefinitely();
    }
}
