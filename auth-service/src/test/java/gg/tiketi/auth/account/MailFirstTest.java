package gg.tiketi.auth.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.Counted;
import gg.tiketi.auth.Mailbox;
import gg.tiketi.auth.People;
import gg.tiketi.auth.StrictProfile;
import gg.tiketi.auth.platform.Sweep;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(StrictProfile.class)
class MailFirstTest {

    private static final Pattern LINK = Pattern.compile("https://tiketi\\.gg/finish-sign-up#([\\w-]{43})");
    private static final int PAIRS = 15;

    @Inject
    MockMailbox mailbox;

    @Inject
    Pool pool;

    @Inject
    Sweep sweep;

    @Test
    void theMailedLinkAndThePasswordMakeTheAccountAndSignIn() {
        // given
        String email = People.freshEmail();
        Response begun = People.register(email);
        String token = link(email);
        Response early = People.login(email, People.PASSWORD);

        // when
        Response finished = finish(token, People.PASSWORD);

        // then
        begun.then().statusCode(202);
        assertThat(begun.asString()).isEmpty();
        problem(early, 401, "bad-credentials");
        finished.then().statusCode(201);
        assertThat(finished.jsonPath().getString("user.email")).isEqualTo(email);
        assertThat(finished.jsonPath().getBoolean("user.emailVerified")).isTrue();
        People.login(email, People.PASSWORD).then().statusCode(200);
        problem(finish(token, People.PASSWORD), 410, "link-invalid");
    }

    @Test
    void whetherAnAddressHasAnAccountIsToldToItsOwnerOnly() {
        // given
        String known = account();
        String unknown = People.freshEmail();

        // when
        Response there = People.register(known, "an attacker's password", "누군가");
        Response nowhere = People.register(unknown, "an attacker's password", "누군가");

        // then
        assertThat(there.statusCode()).isEqualTo(nowhere.statusCode()).isEqualTo(202);
        assertThat(there.asString()).isEqualTo(nowhere.asString()).isEmpty();
        assertThat(names(there)).isEqualTo(names(nowhere));
        assertThat(Mailbox.mails(mailbox, known, 2).getLast().getText())
                .contains("https://tiketi.gg/forgot-password")
                .doesNotContain("finish-sign-up");
        link(unknown);
        People.login(known, People.PASSWORD).then().statusCode(200);
        People.login(known, "an attacker's password").then().statusCode(401);
    }

    /** A hash takes 60 ms and an answer without one 2 ms: a ratio far from one would tell who has an account. */
    @Test
    void aKnownAddressTakesAsLongAsAFreshOne() {
        // given
        List<String> known = IntStream.range(0, PAIRS).mapToObj(i -> account()).toList();
        long[] there = new long[PAIRS];
        long[] nowhere = new long[PAIRS];

        // when
        for (int pair = 0; pair < PAIRS; pair++) {
            there[pair] = nanosToRegister(known.get(pair));
            nowhere[pair] = nanosToRegister(People.freshEmail());
        }

        // then
        double ratio = (double) median(there) / median(nowhere);
        System.out.printf("registering, known to fresh: %.2f%n", ratio);
        assertThat(ratio).as("median of known to fresh").isBetween(0.5, 2.0);
    }

    @Test
    void aWeakPasswordIsRefusedForBothAlike() {
        problem(People.register(account(), "1234567890", "김"), 422, "weak-password");
        problem(People.register(People.freshEmail(), "1234567890", "김"), 422, "weak-password");
    }

    @Test
    void whoeverReadsTheMailWithoutThePasswordMakesNoAccount() {
        // given
        String email = People.freshEmail();
        People.register(email, "an attacker's password", "누군가");
        String token = link(email);

        // when
        List<Integer> guesses = IntStream.range(0, 6)
                .mapToObj(i -> finish(token, People.PASSWORD + i).statusCode())
                .toList();
        Response right = finish(token, "an attacker's password");

        // then
        assertThat(guesses).containsExactly(422, 422, 422, 422, 422, 410);
        problem(right, 410, "link-invalid");
        assertThat(Counted.by(pool, "SELECT count(*) FROM account WHERE email = $1", email))
                .isZero();
    }

    @Test
    void ofManyUsesAtOnceOneMakesTheAccount() {
        // given
        String email = People.freshEmail();
        People.register(email);
        People.register(email);
        List<String> tokens = Mailbox.tokens(mailbox, email, LINK, 2);

        // when
        List<Integer> statuses = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> finish(tokens.get(i % 2), People.PASSWORD).statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        // then
        assertThat(statuses).containsOnly(201, 410).containsOnlyOnce(201);
    }

    @Test
    void nobodyFloodsAMailbox() {
        // given
        String email = People.freshEmail();

        // when
        List<Integer> statuses = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> People.register(email).statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        // then
        assertThat(statuses).containsOnly(202);
        Mailbox.tokens(mailbox, email, LINK, 3);
        assertThat(Counted.by(pool, "SELECT count(*) FROM pending_registration WHERE email = $1", email))
                .isEqualTo(3);
    }

    @Test
    void anOldLinkIsRefusedAndSwept() {
        // given
        String email = People.freshEmail();
        People.register(email);
        String token = link(email);
        pool.preparedQuery("UPDATE pending_registration SET expires_at = now() - INTERVAL '2 hours' WHERE email = $1")
                .execute(Tuple.of(email))
                .await()
                .indefinitely();

        // when
        Response late = finish(token, People.PASSWORD);
        sweep.sweep().await().indefinitely();

        // then
        problem(late, 410, "link-invalid");
        assertThat(Counted.by(pool, "SELECT count(*) FROM pending_registration WHERE email = $1", email))
                .isZero();
    }

    @Test
    void malformedRequestsAreRefused() {
        problem(finish("A".repeat(43), People.PASSWORD), 410, "link-invalid");
        problem(finish("A".repeat(200), People.PASSWORD), 400, "invalid-fields");
        given().contentType(ContentType.JSON)
                .body(Map.of("token", "x", "password", "y", "email", "a@example.com"))
                .put("/api/auth/register")
                .then()
                .statusCode(400);
    }

    private String account() {
        String email = People.freshEmail();
        People.register(email);
        finish(link(email), People.PASSWORD).then().statusCode(201);
        return email;
    }

    private String link(String email) {
        return Mailbox.tokens(mailbox, email, LINK, 1).getFirst();
    }

    private static long nanosToRegister(String email) {
        long start = System.nanoTime();
        People.register(email).then().statusCode(202);
        return System.nanoTime() - start;
    }

    private static long median(long[] times) {
        return Arrays.stream(times).sorted().toArray()[times.length / 2];
    }

    private static List<String> names(Response answer) {
        return answer.headers().asList().stream()
                .map(header -> header.getName())
                .sorted()
                .toList();
    }

    private static Response finish(String token, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("token", token, "password", password))
                .put("/api/auth/register");
    }

    private static void problem(Response answer, int status, String slug) {
        answer.then().statusCode(status).contentType("application/problem+json");
        assertThat(answer.jsonPath().getString("type")).isEqualTo("https://tiketi.gg/problems/" + slug);
    }
}
