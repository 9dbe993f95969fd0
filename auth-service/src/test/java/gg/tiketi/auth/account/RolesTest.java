package gg.tiketi.auth.account;

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
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RolesTest {

    @Inject
    Pool pool;

    @Test
    void aNewRoleCountsAfterTheNextSignInAndEndsWhatWasBefore() {
        // given
        JsonPath admin = Admins.fresh(pool);
        String email = People.freshEmail();
        JsonPath person = People.register(email).jsonPath();

        // when
        Response answer = give(admin, id(person), "organizer");

        // then
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getString("role")).isEqualTo("organizer");
        People.refresh(person.getString("refreshToken")).then().statusCode(401);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> Admins.get(person, "/api/auth/me").then().statusCode(401));
        assertThat(People.login(email, People.PASSWORD).jsonPath().getList("user.roles"))
                .containsExactly("user", "organizer");
        assertThat(Counted.by(
                        pool,
                        "SELECT count(*) FROM audit_entry WHERE account_id::text = $1 AND action = 'role-changed'"
                                + " AND detail = 'user > organizer' AND actor_id <> account_id",
                        id(person)))
                .isEqualTo(1);
    }

    @Test
    void anAdministratorWhoIsNoneAnyMoreDoesNothingWithTheOldToken() {
        // given
        JsonPath admin = Admins.fresh(pool);
        JsonPath other = Admins.fresh(pool);
        JsonPath person = People.register(People.freshEmail()).jsonPath();

        // when
        give(admin, id(other), "user").then().statusCode(200);
        int afterwards = give(other, id(person), "admin").statusCode();

        // then
        assertThat(afterwards).isIn(401, 403);
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> Admins.get(other, "/api/admin/accounts")
                .then()
                .statusCode(401));
    }

    @Test
    void ofTwoWhoTakeEachOthersRoleAtOnceOneStaysAdministrator() {
        for (int round = 0; round < 5; round++) {
            // given
            JsonPath one = Admins.fresh(pool);
            JsonPath other = Admins.fresh(pool);

            // when
            var first = CompletableFuture.supplyAsync(
                    () -> give(one, id(other), "user").statusCode());
            var second = CompletableFuture.supplyAsync(
                    () -> give(other, id(one), "user").statusCode());

            // then
            List<Integer> statuses = List.of(first.join(), second.join());
            assertThat(statuses).containsOnlyOnce(200);
            assertThat(statuses).filteredOn(status -> status != 200).first().isIn(401, 403);
            assertThat(administrators(one) + administrators(other)).isEqualTo(1);
        }
    }

    @Test
    void nobodyChangesTheirOwnRole() {
        // given
        JsonPath admin = Admins.fresh(pool);

        // when
        Response answer = give(admin, id(admin), "user");

        // then
        answer.then().statusCode(409);
        assertThat(answer.jsonPath().getString("type")).endsWith("/own-role");
        assertThat(administrators(admin)).isEqualTo(1);
    }

    @Test
    void theSameRoleOnceMoreChangesNothing() {
        // given
        JsonPath admin = Admins.fresh(pool);
        JsonPath person = People.register(People.freshEmail()).jsonPath();

        // when
        give(admin, id(person), "user").then().statusCode(200);

        // then
        People.refresh(person.getString("refreshToken")).then().statusCode(200);
    }

    @Test
    void accountsAreFoundByAddressNameAndRole() {
        // given
        JsonPath admin = Admins.fresh(pool);
        String name = "찾을 사람 " + UUID.randomUUID();
        String email = People.freshEmail();
        String id = id(People.register(email, People.PASSWORD, name).jsonPath());
        give(admin, id, "gate");

        // when
        JsonPath byAddress = find(admin, email.substring(0, 12).toUpperCase(java.util.Locale.ROOT), null);
        JsonPath byName = find(admin, name, null);
        JsonPath asGate = find(admin, name, "gate");
        JsonPath asUser = find(admin, name, "user");
        JsonPath wildcard = find(admin, "%", null);

        // then
        for (JsonPath found : List.of(byAddress, byName, asGate)) {
            assertThat(found.getList("items.id")).containsExactly(id);
            assertThat(found.getLong("total")).isEqualTo(1);
            assertThat(found.getString("items[0].role")).isEqualTo("gate");
        }
        assertThat(asUser.getList("items")).isEmpty();
        assertThat(wildcard.getList("items")).isEmpty();
    }

    @Test
    void strangersSeeAndChangeNothing() {
        // given
        JsonPath person = People.register(People.freshEmail()).jsonPath();

        // then
        Admins.get(person, "/api/admin/accounts").then().statusCode(403);
        give(person, id(person), "admin").then().statusCode(403);
        given().get("/api/admin/accounts").then().statusCode(401);
        give(Admins.fresh(pool), UUID.randomUUID().toString(), "gate").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"role\":\"ADMIN\"}", "{\"role\":null}", "{\"role\":\"user\",\"roles\":[]}", "[]", ""})
    void rubbishIsRefused(String body) {
        given().auth()
                .oauth2(Admins.fresh(pool).getString("accessToken"))
                .contentType(ContentType.JSON)
                .body(body)
                .put("/api/admin/accounts/" + UUID.randomUUID() + "/role")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    private long administrators(JsonPath person) {
        return Counted.by(
                pool, "SELECT count(*) FROM account WHERE id::text = $1 AND 'admin' = ANY (roles)", id(person));
    }

    private static JsonPath find(JsonPath admin, String text, @org.jspecify.annotations.Nullable String role) {
        var request = given().auth().oauth2(admin.getString("accessToken")).queryParam("q", text);
        return (role == null ? request : request.queryParam("role", role))
                .get("/api/admin/accounts")
                .jsonPath();
    }

    private static String id(JsonPath person) {
        return person.getString("user.id");
    }

    private static Response give(JsonPath admin, String account, String role) {
        return given().auth()
                .oauth2(admin.getString("accessToken"))
                .contentType(ContentType.JSON)
                .body(Map.of("role", role))
                .put("/api/admin/accounts/" + account + "/role");
    }
}
