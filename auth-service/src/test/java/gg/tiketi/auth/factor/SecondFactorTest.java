package gg.tiketi.auth.factor;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.Admins;
import gg.tiketi.auth.Counted;
import gg.tiketi.auth.People;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SecondFactorTest {

    @Inject
    Pool pool;

    @Test
    void onceItIsOnThePasswordAloneOpensNothing() {
        // given
        String email = People.freshEmail();
        JsonPath person = People.register(email).jsonPath();
        Authenticator authenticator = Authenticator.enrol(person);
        forgetUses(email);

        // when
        Response first = People.login(email, People.PASSWORD);
        Response second = Authenticator.answer(first, authenticator.code());

        // then
        problem(first, 401, "second-factor-required");
        assertThat(first.jsonPath().getInt("expiresIn")).isEqualTo(300);
        assertThat(first.jsonPath().getMap("$")).doesNotContainKeys("accessToken", "refreshToken", "user");
        second.then().statusCode(200).header("Cache-Control", "no-store");
        assertThat(second.jsonPath().getBoolean("user.secondFactor")).isTrue();
        assertThat(claims(second).getList("amr")).containsExactly("pwd", "otp");
        assertThat(claims(People.refresh(second.jsonPath().getString("refreshToken")))
                        .getList("amr"))
                .containsExactly("pwd", "otp");
        problem(Authenticator.answer(first, authenticator.code()), 410, "challenge-ended");
    }

    @Test
    void aPasswordAloneSaysSoInTheToken() {
        assertThat(claims(People.register(People.freshEmail())).getList("amr")).containsExactly("pwd");
    }

    @Test
    void aWrongPasswordIsTheSameAnswerWithAndWithoutASecondFactor() {
        // given
        String email = People.freshEmail();
        Authenticator.enrol(People.register(email).jsonPath());

        // then
        problem(People.login(email, "not the password"), 401, "bad-credentials");
    }

    @Test
    void aCodeCountsOnce() {
        // given
        String email = People.freshEmail();
        Authenticator authenticator = Authenticator.enrol(People.register(email).jsonPath());
        forgetUses(email);
        String code = authenticator.code();

        // when
        Response first = Authenticator.answer(People.login(email, People.PASSWORD), code);
        Response replayed = Authenticator.answer(People.login(email, People.PASSWORD), code);

        // then
        first.then().statusCode(200);
        problem(replayed, 422, "wrong-code");
        assertThat(replayed.jsonPath().getInt("attemptsLeft")).isEqualTo(4);
    }

    @Test
    void ofManyUsesOfOneCodeAtOnceOneCounts() {
        // given
        String email = People.freshEmail();
        Authenticator authenticator = Authenticator.enrol(People.register(email).jsonPath());
        forgetUses(email);
        List<Response> challenges = IntStream.range(0, 4)
                .mapToObj(i -> People.login(email, People.PASSWORD))
                .toList();
        String code = authenticator.code();

        // when
        List<Integer> statuses = challenges.stream()
                .map(challenge -> CompletableFuture.supplyAsync(
                        () -> Authenticator.answer(challenge, code).statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        // then
        assertThat(statuses).containsOnly(200, 422).containsOnlyOnce(200);
    }

    @Test
    void aChallengeTakesFiveCodesAndThenNotEvenTheRightOne() {
        // given
        String email = People.freshEmail();
        Authenticator authenticator = Authenticator.enrol(People.register(email).jsonPath());
        forgetUses(email);
        Response challenge = People.login(email, People.PASSWORD);

        // when
        List<Integer> left = IntStream.range(0, 5)
                .mapToObj(i -> Authenticator.answer(challenge, "guess" + i))
                .map(answer -> answer.jsonPath().getInt("attemptsLeft"))
                .toList();
        Response late = Authenticator.answer(challenge, authenticator.code());

        // then
        assertThat(left).containsExactly(4, 3, 2, 1, 0);
        problem(late, 410, "challenge-ended");
        assertThat(audited(email, "sign-in-refused")).isEqualTo(5);
    }

    @Test
    void onlySoManyChallengesWaitAtOnce() {
        // given
        String email = People.freshEmail();
        Authenticator.enrol(People.register(email).jsonPath());

        // when
        List<Integer> statuses = IntStream.range(0, 8)
                .mapToObj(i -> People.login(email, People.PASSWORD).statusCode())
                .toList();

        // then
        assertThat(statuses).filteredOn(status -> status == 401).hasSize(5);
        assertThat(statuses).filteredOn(status -> status == 429).hasSize(3);
    }

    @Test
    void anOldChallengeAndOneOfAnOldPasswordAreOver() {
        // given
        String email = People.freshEmail();
        JsonPath person = People.register(email).jsonPath();
        Authenticator authenticator = Authenticator.enrol(person);
        forgetUses(email);
        Response aged = People.login(email, People.PASSWORD);
        change(email, "UPDATE sign_in_challenge SET expires_at = now() WHERE account_id = (" + ID + ")");
        Response overtaken = People.login(email, People.PASSWORD);
        given().auth()
                .oauth2(person.getString("accessToken"))
                .contentType(ContentType.JSON)
                .body(Map.of("currentPassword", People.PASSWORD, "newPassword", "another horse battery"))
                .put("/api/auth/me/password")
                .then()
                .statusCode(204);

        // then
        problem(Authenticator.answer(aged, authenticator.code()), 410, "challenge-ended");
        problem(Authenticator.answer(overtaken, authenticator.code()), 410, "challenge-ended");
    }

    @Test
    void eachRecoveryCodeOpensOnce() {
        // given
        String email = People.freshEmail();
        Authenticator authenticator = Authenticator.enrol(People.register(email).jsonPath());
        String code = authenticator.recoveryCodes().getFirst();

        // when
        Response first = Authenticator.answer(
                People.login(email, People.PASSWORD),
                code.toLowerCase(java.util.Locale.ROOT).replace("-", " "));
        Response again = Authenticator.answer(People.login(email, People.PASSWORD), code);

        // then
        assertThat(authenticator.recoveryCodes()).hasSize(10).doesNotHaveDuplicates();
        assertThat(code).matches("[A-Z2-7]{4}(-[A-Z2-7]{4}){3}");
        first.then().statusCode(200);
        problem(again, 422, "wrong-code");
        assertThat(state(first.jsonPath()).getLong("recoveryCodesLeft")).isEqualTo(9);
        assertThat(Counted.by(
                        pool,
                        "SELECT count(*) FROM audit_entry WHERE detail = 'recovery-code' AND account_id = (" + ID + ")",
                        email))
                .isEqualTo(1);
    }

    @Test
    void theDatabaseHoldsNeitherSecretNorCodes() {
        // given
        String email = People.freshEmail();
        Authenticator authenticator = Authenticator.enrol(People.register(email).jsonPath());

        // when
        byte[] stored = pool.preparedQuery("SELECT secret FROM second_factor WHERE account_id = (" + ID + ")")
                .execute(Tuple.of(email))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getBuffer(0)
                .getBytes();

        // then
        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(authenticator.secret(), StandardCharsets.ISO_8859_1));
        String plain = RecoveryCodes.plain(authenticator.recoveryCodes().getFirst());
        assertThat(Counted.by(pool, "SELECT count(*) FROM recovery_code WHERE digest = sha256($1::text::bytea)", plain))
                .isZero();
    }

    @Test
    void switchingItOnEndsOtherSessionsAndMarksThisOne() {
        // given
        String email = People.freshEmail();
        JsonPath other = People.register(email).jsonPath();
        JsonPath mine = People.login(email, People.PASSWORD).jsonPath();

        // when
        Authenticator.enrol(mine);

        // then
        People.refresh(other.getString("refreshToken")).then().statusCode(401);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> Admins.get(other, "/api/auth/me").then().statusCode(401));
        assertThat(claims(People.refresh(mine.getString("refreshToken"))).getList("amr"))
                .containsExactly("pwd", "otp");
        assertThat(audited(email, "second-factor-on")).isEqualTo(1);
    }

    @Test
    void itIsOnlySwitchedOnWithThePasswordAndARightCode() {
        // given
        String email = People.freshEmail();
        JsonPath person = People.register(email).jsonPath();

        // when
        Response early = Authenticator.confirm(person, "123456");
        Response wrongPassword = Authenticator.begin(person, "not the password");
        Response begun = Authenticator.begin(person, People.PASSWORD);
        Response wrong = Authenticator.confirm(person, "12345");

        // then
        problem(early, 409, "second-factor-off");
        problem(wrongPassword, 422, "wrong-password");
        begun.then().statusCode(200).header("Cache-Control", "no-store");
        assertThat(begun.jsonPath().getString("uri"))
                .startsWith("otpauth://totp/Tiketi:p")
                .contains("%40example.com?secret=" + begun.jsonPath().getString("secret"), "&issuer=Tiketi&");
        problem(wrong, 422, "wrong-code");
        assertThat(state(person).getBoolean("on")).isFalse();
        People.login(email, People.PASSWORD).then().statusCode(200);
    }

    @Test
    void aSecretThatIsOnIsNotReplaced() {
        // given
        JsonPath person = People.register(People.freshEmail()).jsonPath();
        Authenticator authenticator = Authenticator.enrol(person);

        // then
        problem(Authenticator.begin(person, People.PASSWORD), 409, "second-factor-on");
        problem(Authenticator.confirm(person, authenticator.code()), 409, "second-factor-on");
    }

    @Test
    void switchingItOffTakesPasswordAndCode() {
        // given
        String email = People.freshEmail();
        JsonPath person = People.register(email).jsonPath();
        Authenticator authenticator = Authenticator.enrol(person);
        forgetUses(email);

        // when
        Response wrongPassword = Authenticator.remove(person, "not the password", authenticator.code());
        Response wrongCode = Authenticator.remove(person, People.PASSWORD, "123");
        Response right = Authenticator.remove(person, People.PASSWORD, authenticator.code());

        // then
        problem(wrongPassword, 422, "wrong-password");
        problem(wrongCode, 422, "wrong-code");
        right.then().statusCode(204);
        People.login(email, People.PASSWORD).then().statusCode(200);
        problem(Authenticator.remove(person, People.PASSWORD, "123"), 409, "second-factor-off");
        assertThat(audited(email, "second-factor-off")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"challenge\":\"x\"}",
                "{\"challenge\":\"x\",\"code\":\"\"}",
                "{\"challenge\":\"x\",\"code\":[\"123456\"]}",
                "{\"challenge\":\"x\",\"code\":\"1\",\"password\":\"x\"}"
            })
    void aMalformedCodeIsRefused(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/auth/login/second-factor")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void anUnknownChallengeIsOver() {
        problem(
                People.post(
                        "/api/auth/login/second-factor",
                        Map.of("challenge", UUID.randomUUID().toString(), "code", "123456")),
                410,
                "challenge-ended");
    }

    private static final String ID = "SELECT id FROM account WHERE email = $1";

    /** The code that switched it on would else be used up. */
    private void forgetUses(String email) {
        change(email, "UPDATE second_factor SET last_step = 0 WHERE account_id = (" + ID + ")");
    }

    private void change(String email, String sql) {
        pool.preparedQuery(sql).execute(Tuple.of(email)).await().indefinitely();
    }

    private long audited(String email, String action) {
        return Counted.by(
                pool,
                "SELECT count(*) FROM audit_entry WHERE action = '" + action + "' AND account_id = (" + ID + ")",
                email);
    }

    private static JsonPath state(JsonPath person) {
        return Admins.get(person, "/api/auth/me/second-factor").jsonPath();
    }

    private static JsonPath claims(Response signedIn) {
        String payload = signedIn.jsonPath().getString("accessToken").split("\\.", -1)[1];
        return new JsonPath(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    private static void problem(Response answer, int status, String slug) {
        answer.then().statusCode(status).contentType("application/problem+json");
        assertThat(answer.jsonPath().getString("type")).isEqualTo("https://tiketi.gg/problems/" + slug);
    }
}
