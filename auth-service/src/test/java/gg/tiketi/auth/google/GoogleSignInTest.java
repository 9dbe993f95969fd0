package gg.tiketi.auth.google;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.Counted;
import gg.tiketi.auth.People;
import gg.tiketi.auth.factor.Authenticator;
import gg.tiketi.auth.platform.Sweep;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class GoogleSignInTest {

    @Inject
    Pool pool;

    @Inject
    Sweep sweep;

    private final String subject = UUID.randomUUID().toString();
    private final String email = People.freshEmail();

    /** Somebody on the way: what was asked of the issuer, and what they keep. */
    private record Way(Map<String, String> asked, String binding) {

        String state() {
            return asked.getOrDefault("state", "");
        }
    }

    @Test
    void somebodyNewGetsAnAccountAndFindsItAgain() {
        // when
        Response first = signIn(claims -> {});
        Response second = signIn(claims -> claims.put("email", People.freshEmail()));

        // then
        first.then().statusCode(200).header("Cache-Control", "no-store");
        assertThat(first.jsonPath().getString("user.email")).isEqualTo(email);
        assertThat(first.jsonPath().getString("user.name")).isEqualTo("구글 사람");
        assertThat(first.jsonPath().getBoolean("user.emailVerified")).isTrue();
        assertThat(first.jsonPath().getList("user.roles")).containsExactly("user");
        assertThat(second.jsonPath().getString("user.id"))
                .as("the subject counts, not the address")
                .isEqualTo(first.jsonPath().getString("user.id"));
        People.refresh(second.jsonPath().getString("refreshToken")).then().statusCode(200);
        assertThat(Counted.by(
                        pool,
                        "SELECT count(*) FROM audit_entry WHERE account_id::text = $1"
                                + " AND (action, detail) IN (('sign-in', 'google'), ('identity-linked', 'google'))",
                        first.jsonPath().getString("user.id")))
                .isEqualTo(3);
    }

    @Test
    void theWayAsksForWhatTheStandardWants() {
        // when
        Map<String, String> asked = leave().asked();

        // then
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", StubIssuer.CLIENT)
                .containsEntry("redirect_uri", "https://tiketi.gg/sign-in/google")
                .containsEntry("scope", "openid email profile")
                .containsEntry("code_challenge_method", "S256");
        assertThat(asked.get("code_challenge")).hasSize(43);
        assertThat(asked.get("state")).hasSize(43).isNotEqualTo(leave().state());
        assertThat(asked.get("nonce")).hasSize(43);
    }

    @Test
    void anAccountWithTheSameConfirmedAddressIsLinked() {
        // given
        String id = People.register(email).jsonPath().getString("user.id");
        confirm(email);

        // when
        Response answer = signIn(claims -> {});

        // then
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getString("user.id")).isEqualTo(id);
        People.login(email, People.PASSWORD).then().statusCode(200);
    }

    @Test
    void anAccountWhoseAddressWasNeverConfirmedIsNotTakenOver() {
        // given
        People.register(email);

        // when
        Response answer = signIn(claims -> {});

        // then
        problem(answer, 409, "address-unconfirmed");
        assertThat(links()).isZero();
    }

    @Test
    void anAddressThatTheIssuerDoesNotVouchForOpensNothing() {
        // given
        People.register(email);
        confirm(email);

        // then
        problem(signIn(claims -> claims.put("email_verified", false)), 401, "identity-refused");
        problem(signIn(claims -> claims.remove("email_verified")), 401, "identity-refused");
        assertThat(links()).isZero();
    }

    @Test
    void anotherIdentityWithTheSameAddressDoesNotGetTheAccount() {
        // given
        signIn(claims -> {}).then().statusCode(200);

        // when
        Response answer = signIn(claims -> claims.put("sub", UUID.randomUUID().toString()));

        // then
        problem(answer, 401, "identity-refused");
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                lie("another issuer", claims -> claims.put("iss", "https://evil.example")),
                lie("another audience", claims -> claims.put("aud", "another-client")),
                lie("no audience", claims -> claims.remove("aud")),
                lie("two audiences", claims -> claims.put("aud", List.of(StubIssuer.CLIENT, "another-client"))),
                lie("another party", claims -> claims.put("azp", "another-client")),
                lie("another nonce", claims -> claims.put("nonce", "A".repeat(43))),
                lie("no nonce", claims -> claims.remove("nonce")),
                lie("no subject", claims -> claims.remove("sub")),
                lie("no address", claims -> claims.remove("email")),
                lie("no usable address", claims -> claims.put("email", "nobody")),
                lie("over", claims -> claims.put("exp", Instant.now().getEpochSecond() - 120)),
                lie("no end", claims -> claims.remove("exp")),
                lie("of tomorrow", claims -> claims.put("iat", Instant.now().getEpochSecond() + 86_400)),
                lie("of yesterday", claims -> claims.put("iat", Instant.now().getEpochSecond() - 86_400)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void aTokenThatIsNotAsItMustBeIsRefused(String what, Consumer<Map<String, Object>> lie) {
        problem(signIn(lie), 401, "identity-refused");
        assertThat(links()).isZero();
    }

    @Test
    void aTokenThatSomebodyElseSignedIsRefused() {
        // given
        Way way = leave();
        String code = StubIssuer.agreeForged(way.asked(), StubIssuer.claims(way.asked(), subject, email));

        // then
        problem(comeBack(code, way.state(), way.binding()), 401, "identity-refused");
    }

    @Test
    void aStateIsGoodForOneReturn() {
        // given
        Way way = leave();
        String first = StubIssuer.agree(way.asked(), StubIssuer.claims(way.asked(), subject, email));
        String second = StubIssuer.agree(way.asked(), StubIssuer.claims(way.asked(), subject, email));

        // then
        comeBack(first, way.state(), way.binding()).then().statusCode(200);
        problem(comeBack(second, way.state(), way.binding()), 401, "identity-refused");
    }

    @Test
    void ofManyReturnsAtOnceOneCounts() {
        // given
        Way way = leave();
        String code = StubIssuer.agree(way.asked(), StubIssuer.claims(way.asked(), subject, email));

        // when
        List<Integer> statuses = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> comeBack(code, way.state(), way.binding()).statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        // then
        assertThat(statuses).containsOnly(200, 401).containsOnlyOnce(200);
    }

    @Test
    void aCodeOfAnotherWayIsRefused() {
        // given
        Way victims = leave();
        Way attackers = leave();
        String used = StubIssuer.agree(victims.asked(), StubIssuer.claims(victims.asked(), subject, email));
        String code = StubIssuer.agree(attackers.asked(), StubIssuer.claims(attackers.asked(), subject, email));
        comeBack(used, victims.state(), victims.binding()).then().statusCode(200);
        Way next = leave();

        // then
        problem(comeBack(used, next.state(), next.binding()), 401, "identity-refused");
        Way another = leave();
        problem(comeBack(code, another.state(), another.binding()), 401, "identity-refused");
    }

    @Test
    void onlyWhoLeftComesBack() {
        // given
        Way way = leave();
        String code = StubIssuer.agree(way.asked(), StubIssuer.claims(way.asked(), subject, email));

        // then
        problem(comeBack(code, way.state(), leave().binding()), 401, "identity-refused");
        problem(comeBack(code, way.state(), way.binding()), 401, "identity-refused");
        problem(comeBack(code, "A".repeat(43), way.binding()), 401, "identity-refused");
    }

    @Test
    void anOldWayIsClosedAndForgotten() {
        // given
        Way way = leave();
        String code = StubIssuer.agree(way.asked(), StubIssuer.claims(way.asked(), subject, email));
        pool.query("UPDATE google_flow SET expires_at = now() - INTERVAL '1 second'")
                .execute()
                .await()
                .indefinitely();
        Way swept = leave();
        pool.query("UPDATE google_flow SET expires_at = now() - INTERVAL '1 second'")
                .execute()
                .await()
                .indefinitely();

        // when
        Response answer = comeBack(code, way.state(), way.binding());
        sweep.sweep().await().indefinitely();

        // then
        problem(answer, 401, "identity-refused");
        assertThat(Counted.by(
                        pool,
                        "SELECT count(*) FROM google_flow WHERE state_hash = sha256($1::text::bytea)",
                        swept.state()))
                .isZero();
    }

    @Test
    void aNewKeyOfTheIssuerIsFound() {
        // given
        signIn(claims -> {}).then().statusCode(200);

        // when
        StubIssuer.changeKey();

        // then
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(30))
                .untilAsserted(() -> signIn(claims -> {}).then().statusCode(200));
    }

    @Test
    void aSecondFactorIsAskedForAsWell() {
        // given
        JsonPath person = People.register(email).jsonPath();
        confirm(email);
        Authenticator authenticator = Authenticator.enrol(person);

        // when
        Response first = signIn(claims -> {});
        Response second =
                Authenticator.answer(first, authenticator.recoveryCodes().getFirst());

        // then
        problem(first, 401, "second-factor-required");
        second.then().statusCode(200);
        String payload = second.jsonPath().getString("accessToken").split("\\.", -1)[1];
        assertThat(new String(
                        java.util.Base64.getUrlDecoder().decode(payload), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"amr\":[\"fed\",\"otp\"]");
    }

    @Test
    void aDeletedAccountIsNotOpenedAgain() {
        // given
        JsonPath person = People.register(email).jsonPath();
        confirm(email);
        signIn(claims -> {}).then().statusCode(200);
        given().auth()
                .oauth2(person.getString("accessToken"))
                .contentType("application/json")
                .body(Map.of("password", People.PASSWORD))
                .delete("/api/auth/me")
                .then()
                .statusCode(204);

        // when
        Response answer = signIn(claims -> {});

        // then
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getString("user.id")).isNotEqualTo(person.getString("user.id"));
    }

    @Test
    void thePageIsToldThatItIsOn() {
        assertThat(given().get("/api/auth/ways").jsonPath().getBoolean("google"))
                .isTrue();
    }

    @Test
    void rubbishIsRefused() {
        problem(People.post("/api/auth/google", Map.of("code", "x", "state", "y")), 400, "invalid-fields");
        problem(
                People.post("/api/auth/google", Map.of("code", "x".repeat(3000), "state", "y", "binding", "z")),
                400,
                "invalid-fields");
        problem(
                People.post("/api/auth/google", Map.of("code", "x", "state", "y", "binding", "z", "iss", "q")),
                400,
                "malformed-request");
        problem(comeBack("x", "y", "z"), 401, "identity-refused");
    }

    private Response signIn(Consumer<Map<String, Object>> change) {
        Way way = leave();
        Map<String, Object> claims = new HashMap<>(StubIssuer.claims(way.asked(), subject, email));
        change.accept(claims);
        return comeBack(StubIssuer.agree(way.asked(), claims), way.state(), way.binding());
    }

    private static Way leave() {
        Response answer = given().post("/api/auth/google/start");
        answer.then().statusCode(200).header("Cache-Control", "no-store");
        return new Way(
                StubIssuer.query(answer.jsonPath().getString("url")),
                answer.jsonPath().getString("binding"));
    }

    private static Response comeBack(String code, String state, String binding) {
        return People.post("/api/auth/google", Map.of("code", code, "state", state, "binding", binding));
    }

    private void confirm(String address) {
        pool.preparedQuery("UPDATE account SET email_verified_at = now() WHERE email = $1")
                .execute(Tuple.of(address))
                .await()
                .indefinitely();
    }

    private long links() {
        return Counted.by(pool, "SELECT count(*) FROM linked_identity WHERE subject = $1", subject);
    }

    private static Arguments lie(String what, Consumer<Map<String, Object>> change) {
        return Arguments.of(what, change);
    }

    private static void problem(Response answer, int status, @Nullable String slug) {
        answer.then().statusCode(status).contentType("application/problem+json");
        assertThat(answer.jsonPath().getString("type")).isEqualTo("https://tiketi.gg/problems/" + slug);
    }
}
