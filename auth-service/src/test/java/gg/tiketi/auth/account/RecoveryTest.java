package gg.tiketi.auth.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.Counted;
import gg.tiketi.auth.People;
import gg.tiketi.auth.platform.Sweep;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RecoveryTest {

    private static final String NEXT = "another horse battery";
    private static final Pattern RESET = Pattern.compile("https://tiketi\\.gg/reset-password#([\\w-]{43})");
    private static final Pattern VERIFY = Pattern.compile("https://tiketi\\.gg/verify-email#([\\w-]{43})");

    @Inject
    MockMailbox mailbox;

    @Inject
    Pool pool;

    @Inject
    Sweep sweep;

    @Test
    void aMailedLinkSetsANewPasswordOnceAndEndsEverySession() {
        // given
        String email = People.freshEmail();
        JsonPath person = People.register(email).jsonPath();
        ask(email).then().statusCode(202);
        String token = tokens(email, RESET, 1).getFirst();

        // when
        Response answer = reset(token, NEXT);

        // then
        answer.then().statusCode(204);
        People.login(email, NEXT).then().statusCode(200);
        People.login(email, People.PASSWORD).then().statusCode(401);
        People.refresh(person.getString("refreshToken")).then().statusCode(401);
        problem(reset(token, NEXT), 410, "link-invalid");
    }

    @Test
    void asWellWithoutAnAccountTheAnswerIsTheSame() {
        // given
        String known = People.freshEmail();
        String unknown = People.freshEmail();
        People.register(known);

        // when
        Response there = ask(known);
        Response nowhere = ask(unknown);

        // then
        assertThat(nowhere.statusCode()).isEqualTo(there.statusCode()).isEqualTo(202);
        assertThat(nowhere.asString()).isEqualTo(there.asString());
        tokens(known, RESET, 1);
        assertThat(mails(unknown)).isEmpty();
    }

    @Test
    void nobodyFloodsAMailbox() {
        // given
        String email = People.freshEmail();
        People.register(email);

        // when
        IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> ask(email).statusCode()))
                .toList()
                .forEach(CompletableFuture::join);

        // then
        tokens(email, RESET, 3);
        assertThat(links(email)).isEqualTo(3 + 1);
    }

    @Test
    void ofManyUsesAtOnceOneCounts() {
        // given
        String email = People.freshEmail();
        People.register(email);
        ask(email);
        String token = tokens(email, RESET, 1).getFirst();

        // when
        List<CompletableFuture<Integer>> uses = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> reset(token, NEXT + i).statusCode()))
                .toList();

        // then
        assertThat(uses.stream().map(CompletableFuture::join))
                .containsOnly(204, 410)
                .filteredOn(status -> status == 204)
                .hasSize(1);
    }

    @Test
    void aWeakPasswordLeavesTheLinkGoodAndAnOldLinkIsRefused() {
        // given
        String email = People.freshEmail();
        People.register(email);
        ask(email);
        String token = tokens(email, RESET, 1).getFirst();

        // when
        Response weak = reset(token, "1234567890");
        change(
                email,
                "UPDATE mailed_link SET expires_at = now() WHERE account_id = (SELECT id FROM account WHERE email = $1)");
        Response late = reset(token, NEXT);

        // then
        problem(weak, 422, "weak-password");
        problem(late, 410, "link-invalid");
        assertThat(late.asString()).doesNotContain(token);
        People.login(email, People.PASSWORD).then().statusCode(200);
    }

    @Test
    void aNewPasswordTakesTheWorthOfLinksMailedBefore() {
        // given
        String email = People.freshEmail();
        String access = People.register(email).jsonPath().getString("accessToken");
        ask(email);
        String token = tokens(email, RESET, 1).getFirst();

        // when
        given().auth()
                .oauth2(access)
                .contentType(ContentType.JSON)
                .body(Map.of("currentPassword", People.PASSWORD, "newPassword", NEXT))
                .put("/api/auth/me/password")
                .then()
                .statusCode(204);

        // then
        problem(reset(token, "a third horse battery"), 410, "link-invalid");
    }

    @Test
    void aResetAndAChangeAtOnceNeverWaitForEachOther() {
        for (int round = 0; round < 5; round++) {
            // given
            String email = People.freshEmail();
            String access = People.register(email).jsonPath().getString("accessToken");
            ask(email);
            String token = tokens(email, RESET, 1).getFirst();

            // when
            var reset = CompletableFuture.supplyAsync(() -> reset(token, NEXT).statusCode());
            int changed = given().auth()
                    .oauth2(access)
                    .contentType(ContentType.JSON)
                    .body(Map.of("currentPassword", People.PASSWORD, "newPassword", "a third horse battery"))
                    .put("/api/auth/me/password")
                    .statusCode();

            // then
            assertThat(List.of(reset.join(), changed)).isIn(List.of(204, 422), List.of(204, 401), List.of(410, 204));
        }
    }

    @Test
    void theLinkMailedAtRegistrationConfirmsTheAddress() {
        // given
        String email = People.freshEmail();
        JsonPath registered = People.register(email).jsonPath();
        String access = registered.getString("accessToken");
        String token = tokens(email, VERIFY, 1).getFirst();

        // when
        boolean before = isVerified(access);
        Response asPassword = reset(token, NEXT);
        Response answer = verify(token);

        // then
        assertThat(before).isFalse();
        problem(asPassword, 410, "link-invalid");
        answer.then().statusCode(204);
        assertThat(isVerified(access)).isTrue();
        assertThat(tokenSaysVerified(access)).isFalse();
        assertThat(tokenSaysVerified(People.refresh(registered.getString("refreshToken"))
                        .jsonPath()
                        .getString("accessToken")))
                .isTrue();
        problem(verify(token), 410, "link-invalid");
    }

    @Test
    void theConfirmationCanBeAskedForAgainByItsOwnerOnly() {
        // given
        String email = People.freshEmail();
        String access = People.register(email).jsonPath().getString("accessToken");

        // when
        Response again = given().auth().oauth2(access).post("/api/auth/email-verification");
        Response nobody = given().post("/api/auth/email-verification");

        // then
        again.then().statusCode(202);
        problem(nobody, 401, "unauthenticated");
        verify(tokens(email, VERIFY, 2).getLast()).then().statusCode(204);
    }

    @Test
    void onlyTheHashOfATokenIsStoredAndOldLinksAreSwept() {
        // given
        String email = People.freshEmail();
        People.register(email);
        ask(email);
        String token = tokens(email, RESET, 1).getFirst();
        long stored =
                Counted.by(pool, "SELECT count(*) FROM mailed_link WHERE token_hash = sha256($1::text::bytea)", token);
        change(
                email,
                "UPDATE mailed_link SET expires_at = now() - INTERVAL '2 hours'"
                        + " WHERE account_id = (SELECT id FROM account WHERE email = $1)");

        // when
        sweep.sweep().await().indefinitely();

        // then
        assertThat(stored).isEqualTo(1);
        assertThat(links(email)).isZero();
    }

    @Test
    void malformedRequestsAreRefused() {
        problem(People.post("/api/auth/password-reset", Map.of("email", "nobody")), 400, "invalid-fields");
        problem(People.post("/api/auth/password-reset", Map.of("mail", "a@example.com")), 400, "malformed-request");
        problem(reset("A".repeat(200), NEXT), 400, "invalid-fields");
        problem(reset("A".repeat(43), NEXT), 410, "link-invalid");
        problem(reset("A".repeat(43), "short"), 400, "invalid-fields");
        problem(verify("A".repeat(43)), 410, "link-invalid");
    }

    private List<Mail> mails(String email) {
        return List.copyOf(mailbox.getMailsSentTo(email));
    }

    /** Waits for so many mails with such a link, no more, and reads their tokens. */
    private List<String> tokens(String email, Pattern link, int expected) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> mails(email).stream()
                                .map(mail -> link.matcher(mail.getText()))
                                .filter(Matcher::find)
                                .map(found -> found.group(1))
                                .toList(),
                        found -> found.size() == expected);
    }

    private long links(String email) {
        return Counted.by(
                pool,
                "SELECT count(*) FROM mailed_link l JOIN account a ON a.id = l.account_id" + " WHERE a.email = $1",
                email);
    }

    private void change(String email, String sql) {
        pool.preparedQuery(sql).execute(Tuple.of(email)).await().indefinitely();
    }

    private static boolean tokenSaysVerified(String access) {
        byte[] claims = Base64.getUrlDecoder().decode(access.split("\\.", -1)[1]);
        return new JsonPath(new String(claims, StandardCharsets.UTF_8)).getBoolean("email_verified");
    }

    private static boolean isVerified(String access) {
        return given().auth().oauth2(access).get("/api/auth/me").jsonPath().getBoolean("emailVerified");
    }

    private static Response ask(String email) {
        return People.post("/api/auth/password-reset", Map.of("email", email));
    }

    private static Response reset(String token, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("token", token, "newPassword", password))
                .put("/api/auth/password-reset");
    }

    private static Response verify(String token) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("token", token))
                .put("/api/auth/email-verification");
    }

    private static void problem(Response answer, int status, String slug) {
        answer.then().statusCode(status).contentType("application/problem+json");
        assertThat(answer.jsonPath().getString("type")).isEqualTo("https://tiketi.gg/problems/" + slug);
    }
}
