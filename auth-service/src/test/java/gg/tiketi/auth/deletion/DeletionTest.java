package gg.tiketi.auth.deletion;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.Admins;
import gg.tiketi.auth.Counted;
import gg.tiketi.auth.Mailbox;
import gg.tiketi.auth.People;
import gg.tiketi.auth.factor.Authenticator;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DeletionTest {

    private static final Pattern RESET = Pattern.compile("https://tiketi\\.gg/reset-password#([\\w-]{43})");

    @Inject
    Pool pool;

    @Inject
    MockMailbox mailbox;

    @Test
    void nothingOfADeletedAccountSaysWhoseItWas() {
        // given
        String email = People.freshEmail();
        JsonPath person = People.register(email, People.PASSWORD, "지워질 사람").jsonPath();
        String id = person.getString("user.id");
        People.post("/api/auth/password-reset", Map.of("email", email));
        String link = Mailbox.tokens(mailbox, email, RESET, 1).getFirst();

        // when
        Response answer = delete(person, People.PASSWORD);

        // then
        answer.then().statusCode(204);
        People.login(email, People.PASSWORD).then().statusCode(401);
        People.refresh(person.getString("refreshToken")).then().statusCode(401);
        given().contentType(ContentType.JSON)
                .body(Map.of("token", link, "newPassword", "another horse battery"))
                .put("/api/auth/password-reset")
                .then()
                .statusCode(410);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> Admins.get(person, "/api/auth/me").then().statusCode(401));
        assertThat(Counted.by(
                        pool,
                        "SELECT count(*) FROM account WHERE id::text = $1 AND name = 'deleted' AND phone IS NULL"
                                + " AND password_hash = '' AND email = 'deleted-' || id || '@deleted.invalid'"
                                + " AND disabled_at IS NOT NULL",
                        id))
                .isEqualTo(1);
        assertThat(everythingThatIsStored()).doesNotContain(email, "지워질 사람").contains(id);
        assertThat(Counted.by(
                        pool,
                        "SELECT count(*) FROM audit_entry WHERE action = 'account-deleted' AND account_id::text = $1",
                        id))
                .isEqualTo(1);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> mailbox.getMailsSentTo(email).stream()
                .anyMatch(mail -> mail.getSubject().contains("Your account is deleted")));
    }

    @Test
    void theAddressIsFreeAgain() {
        // given
        String email = People.freshEmail();
        JsonPath before = People.register(email).jsonPath();
        delete(before, People.PASSWORD).then().statusCode(204);

        // when
        Response again = People.register(email);

        // then
        again.then().statusCode(201);
        assertThat(again.jsonPath().getString("user.id")).isNotEqualTo(before.getString("user.id"));
    }

    @Test
    void aStolenTokenIsNotEnough() {
        // given
        String email = People.freshEmail();
        JsonPath person = People.register(email).jsonPath();

        // when
        Response answer = delete(person, "not the password");

        // then
        problem(answer, 422, "wrong-password");
        given().contentType(ContentType.JSON)
                .body(Map.of("password", People.PASSWORD))
                .delete("/api/auth/me")
                .then()
                .statusCode(401);
        People.login(email, People.PASSWORD).then().statusCode(200);
    }

    @Test
    void aSecondFactorIsAskedForAsWell() {
        // given
        JsonPath person = People.register(People.freshEmail()).jsonPath();
        Authenticator authenticator = Authenticator.enrol(person);

        // then
        problem(delete(person, People.PASSWORD), 422, "wrong-code");
        problem(delete(person, People.PASSWORD, "12345"), 422, "wrong-code");
        delete(person, People.PASSWORD, authenticator.recoveryCodes().getFirst())
                .then()
                .statusCode(204);
        assertThat(Counted.by(
                        pool,
                        "SELECT count(*) FROM second_factor WHERE account_id::text = $1",
                        person.getString("user.id")))
                .isZero();
    }

    @Test
    void ofTheLastTwoAdministratorsWhoLeaveAtOnceOneStays() {
        // given
        JsonPath one = Admins.fresh(pool);
        JsonPath other = Admins.fresh(pool);
        List<UUID> rested = restAdministratorsBut(one, other);
        try {
            // when
            var first = CompletableFuture.supplyAsync(() -> delete(one, People.PASSWORD));
            var second = CompletableFuture.supplyAsync(() -> delete(other, People.PASSWORD));
            List<Response> answers = List.of(first.join(), second.join());

            // then
            assertThat(answers.stream().map(Response::statusCode)).containsExactlyInAnyOrder(204, 409);
            answers.stream()
                    .filter(answer -> answer.statusCode() == 409)
                    .forEach(answer -> problem(answer, 409, "last-administrator"));
        } finally {
            wake(rested);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"password\":null}", "{\"password\":\"x\",\"id\":\"y\"}", "[]"})
    void aMalformedWishIsRefused(String body) {
        given().auth()
                .oauth2(People.register(People.freshEmail()).jsonPath().getString("accessToken"))
                .contentType(ContentType.JSON)
                .body(body)
                .delete("/api/auth/me")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    private List<UUID> restAdministratorsBut(JsonPath one, JsonPath other) {
        List<UUID> rested = new ArrayList<>();
        pool.preparedQuery("UPDATE account SET disabled_at = now() WHERE 'admin' = ANY (roles) AND disabled_at IS NULL"
                        + " AND id NOT IN ($1, $2) RETURNING id")
                .execute(Tuple.of(id(one), id(other)))
                .await()
                .indefinitely()
                .forEach(row -> rested.add(row.getUUID(0)));
        return rested;
    }

    private void wake(List<UUID> rested) {
        pool.preparedQuery("UPDATE account SET disabled_at = NULL WHERE id = ANY ($1)")
                .execute(Tuple.of(rested.toArray(UUID[]::new)))
                .await()
                .indefinitely();
    }

    /** Every row of every table of the service, as text. */
    private String everythingThatIsStored() {
        StringBuilder all = new StringBuilder();
        for (String table : List.of(
                "account",
                "session",
                "mailed_link",
                "pending_registration",
                "second_factor",
                "sign_in_challenge",
                "audit_entry")) {
            pool.query("SELECT row_to_json(t)::text FROM " + table + " t")
                    .execute()
                    .await()
                    .indefinitely()
                    .forEach(row -> all.append(row.getString(0)).append('\n'));
        }
        return all.toString();
    }

    private static UUID id(JsonPath person) {
        return UUID.fromString(person.getString("user.id"));
    }

    private static Response delete(JsonPath person, String password) {
        return delete(person, Map.of("password", password));
    }

    private static Response delete(JsonPath person, String password, String code) {
        return delete(person, Map.of("password", password, "code", code));
    }

    private static Response delete(JsonPath person, Map<String, String> body) {
        return given().auth()
                .oauth2(person.getString("accessToken"))
                .contentType(ContentType.JSON)
                .body(body)
                .delete("/api/auth/me");
    }

    private static void problem(Response answer, int status, String slug) {
        answer.then().statusCode(status).contentType("application/problem+json");
        assertThat(answer.jsonPath().getString("type")).isEqualTo("https://tiketi.gg/problems/" + slug);
    }
}
