package gg.tiketi.auth.throttle;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.Mailbox;
import gg.tiketi.auth.People;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SignInThrottleTest {

    /** Small numbers, so that each rule is reached by itself. */
    private record Limits(int free, int addressFree, int accountFree) implements ThrottleConfig {

        @Override
        public Duration first() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration longest() {
            return Duration.ofSeconds(60);
        }

        @Override
        public Duration accountLongest() {
            return Duration.ofSeconds(8);
        }

        @Override
        public Duration forget() {
            return Duration.ofMinutes(10);
        }

        @Override
        public Duration familiar() {
            return Duration.ofDays(1);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(5);
        }
    }

    private static final Pattern RESET = Pattern.compile("https://tiketi\\.gg/reset-password#([\\w-]{43})");
    private static final int PLENTY = 1_000_000;

    @Inject
    ThrottleStore store;

    @Inject
    ThrottleConfig config;

    @Inject
    MockMailbox mailbox;

    @Inject
    Vertx vertx;

    private Guesser guesser;
    private String email;
    private String address;

    @BeforeEach
    void someone() {
        guesser = new Guesser(store, new Limits(3, PLENTY, PLENTY));
        email = People.freshEmail();
        address = "the client of " + email;
    }

    @Test
    void theWaitDoublesUpToTheLongest() {
        // when
        List<Long> waits = new ArrayList<>();
        for (int failure = 0; failure < 11; failure++) {
            waits.add(guesser.failAsSoonAsAllowed(email, address).toSeconds());
        }

        // then
        assertThat(waits).containsExactly(0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void waitingIsNoFailure() {
        // given
        guesser.fail(email, address, 3);

        // when
        IntStream.range(0, 20)
                .forEach(i -> assertThat(guesser.begin(email, address)).isPresent());

        // then
        assertThat(guesser.begin(email, address)).hasValue(Duration.ofSeconds(1));
        guesser.pass(Duration.ofSeconds(1));
        assertThat(guesser.begin(email, address)).isEmpty();
    }

    @Test
    void aCompleteSignInForgetsTheFailuresThere() {
        // given
        guesser.fail(email, address, 3);
        guesser.pass(Duration.ofSeconds(1));
        guesser.begin(email, address);

        // when
        guesser.succeed(email, address);

        // then
        guesser.fail(email, address, 3);
        assertThat(guesser.begin(email, address)).hasValue(Duration.ofSeconds(1));
    }

    @Test
    void whatWasNotJudgedDoesNotCount() {
        // given
        guesser.fail(email, address, 2);

        // when
        for (int i = 0; i < 5; i++) {
            assertThat(guesser.begin(email, address)).isEmpty();
            guesser.giveBack(email, address);
        }

        // then
        assertThat(guesser.begin(email, address)).isEmpty();
        assertThat(guesser.begin(email, address)).isPresent();
    }

    @Test
    void attackersElsewhereDoNotKeepOutWhoSignedInHereBefore() {
        // given
        Guesser many = new Guesser(store, new Limits(3, PLENTY, 5));
        many.begin(email, address);
        many.succeed(email, address);

        // when
        for (int attacker = 0; attacker < 40; attacker++) {
            many.failAsSoonAsAllowed(email, "203.0.113." + attacker);
        }

        // then
        assertThat(many.begin(email, address)).isEmpty();
        assertThat(many.begin(email, "192.0.2.1"))
                .as("a new address waits a little")
                .hasValueSatisfying(wait -> assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(8)));
        many.pass(Duration.ofSeconds(8));
        assertThat(many.begin(email, "192.0.2.1")).isEmpty();
    }

    @Test
    void anAddressThatTriesManyAccountsWaitsButNotForThoseWhoSignedInThere() {
        // given
        Guesser many = new Guesser(store, new Limits(3, 5, PLENTY));
        many.begin(email, address);
        many.succeed(email, address);

        // when
        for (int account = 0; account < 5; account++) {
            many.fail(People.freshEmail(), address, 1);
        }

        // then
        assertThat(many.begin(People.freshEmail(), address)).hasValue(Duration.ofSeconds(1));
        assertThat(many.begin(email, address)).isEmpty();
    }

    @Test
    void aRefusedAttemptCountsNowhere() {
        // given
        Guesser many = new Guesser(store, new Limits(3, PLENTY, 5));
        for (int attacker = 0; attacker < 5; attacker++) {
            many.fail(email, "203.0.113." + attacker, 1);
        }

        // when
        IntStream.range(0, 10)
                .forEach(i -> assertThat(many.begin(email, address)).isPresent());

        // then
        many.pass(Duration.ofSeconds(8));
        assertThat(many.begin(email, address)).isEmpty();
        many.pass(Duration.ofSeconds(8));
        assertThat(many.begin(email, address)).as("only one failure here").isEmpty();
    }

    @Test
    void anIpv6NetworkIsOneAddress() {
        // given
        guesser.fail(email, "2001:db8:1:2::1", 3);

        // then
        assertThat(guesser.begin(email, "2001:db8:1:2:ffff::9")).isPresent();
        assertThat(guesser.begin(email, "2001:db8:1:3::1")).isEmpty();
    }

    @Test
    void guessesMadeAtOnceCountEachOther() {
        // when
        long allowed = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> guesser.begin(email, address)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .filter(Optional::isEmpty)
                .count();

        // then
        assertThat(allowed).isEqualTo(3);
    }

    @Test
    void evenTheRightPasswordWaitsWhereTooManyWereWrong() {
        // given
        People.register(email);
        loginFrom("203.0.113.8").then().statusCode(200);
        new Guesser(store, config).failForLongest(email, "203.0.113.7");

        // when
        Response there = loginFrom("203.0.113.7");
        Response whereTheyWereBefore = loginFrom("203.0.113.8");

        // then
        there.then().statusCode(429).contentType("application/problem+json");
        assertThat(there.jsonPath().getString("type")).endsWith("/sign-in-throttled");
        assertThat(Integer.parseInt(there.getHeader("Retry-After"))).isBetween(800, 900);
        whereTheyWereBefore.then().statusCode(200);
    }

    @Test
    void aMailedLinkLetsTheOwnerInWhateverOthersGuess() {
        // given
        People.register(email);
        new Guesser(store, config).failForLongest(email, "203.0.113.7");
        loginFrom("192.0.2.77").then().statusCode(429);
        People.post("/api/auth/password-reset", Map.of("email", email));
        String token = Mailbox.tokens(mailbox, email, RESET, 1).getFirst();

        // when
        given().header("X-Forwarded-For", "192.0.2.77")
                .contentType(ContentType.JSON)
                .body(Map.of("token", token, "newPassword", People.PASSWORD))
                .put("/api/auth/password-reset")
                .then()
                .statusCode(204);

        // then
        loginFrom("192.0.2.77").then().statusCode(200);
        loginFrom("192.0.2.78").then().statusCode(429);
    }

    @Test
    void withoutRedisNobodyIsRefused() {
        // given
        Redis nowhere = Redis.createClient(vertx, "redis://127.0.0.1:1");
        Guesser blind = new Guesser(new ThrottleStore(nowhere), new Limits(1, 1, 1));

        // when
        blind.fail(email, address, 3);

        // then
        assertThat(blind.begin(email, address)).isEmpty();
        nowhere.close();
    }

    private Response loginFrom(String from) {
        return given().header("X-Forwarded-For", from)
                .contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", People.PASSWORD))
                .post("/api/auth/login");
    }
}
