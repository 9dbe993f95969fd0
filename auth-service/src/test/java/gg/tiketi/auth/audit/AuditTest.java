package gg.tiketi.auth.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gg.tiketi.auth.Admins;
import gg.tiketi.auth.Counted;
import gg.tiketi.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AuditTest {

    private static final String NO_RIGHT = "42501";

    @Inject
    Pool pool;

    @Inject
    AuditRepository entries;

    @Inject
    AuditSweep sweep;

    @Test
    void whatSomeoneDoesToTheirAccountIsWrittenDown() {
        // given
        String email = People.freshEmail();
        JsonPath person = People.register(email).jsonPath();
        String id = person.getString("user.id");
        given().header("X-Forwarded-For", "203.0.113.77")
                .header("X-Request-Id", "the-wrong-guess")
                .contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", "not the password"))
                .post("/api/auth/login");
        given().auth()
                .oauth2(person.getString("accessToken"))
                .contentType(ContentType.JSON)
                .body(Map.of("currentPassword", People.PASSWORD, "newPassword", "another horse battery"))
                .put("/api/auth/me/password");
        People.post("/api/auth/logout", Map.of("refreshToken", person.getString("refreshToken")));

        // when
        Response answer = Admins.get(Admins.fresh(pool), "/api/admin/audit?account=" + id);

        // then
        answer.then().statusCode(200);
        JsonPath found = answer.jsonPath();
        assertThat(found.getList("items.action"))
                .containsExactly("sessions-ended", "password-changed", "sign-in-refused", "sign-in", "account-made");
        assertThat(found.getLong("total")).isEqualTo(5);
        assertThat(found.getMap("items[2]"))
                .containsEntry("requestId", "the-wrong-guess")
                .containsEntry("network", "203.0.113.0/24")
                .containsEntry("accountId", id)
                .doesNotContainKey("actorId");
        assertThat(found.getString("items[1].actorId")).isEqualTo(id);
        assertThat(answer.asString())
                .doesNotContain(email, "203.0.113.77", People.PASSWORD, person.getString("refreshToken"));
    }

    @Test
    void aRefusalOfAnUnknownAddressNamesNobody() {
        // given
        String requestId = UUID.randomUUID().toString();
        String email = People.freshEmail();

        // when
        given().header("X-Request-Id", requestId)
                .contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", "not the password"))
                .post("/api/auth/login");

        // then
        assertThat(Counted.by(
                        pool,
                        "SELECT count(*) FROM audit_entry WHERE request_id = $1 AND account_id IS NULL"
                                + " AND action = 'sign-in-refused'",
                        requestId))
                .isEqualTo(1);
    }

    @Test
    void whatDidNotHappenIsNotWrittenDown() {
        // given
        String email = People.freshEmail();
        String id = People.register(email).jsonPath().getString("user.id");

        // when
        People.register(email).then().statusCode(409);
        People.post("/api/auth/logout", Map.of("refreshToken", "unknown"));

        // then
        assertThat(of(id)).isEqualTo(2);
    }

    @Test
    void entriesArePagedAndFiltered() {
        // given
        JsonPath admin = Admins.fresh(pool);
        String id = admin.getString("user.id");

        // when
        Response first = Admins.get(admin, "/api/admin/audit?size=1&account=" + id);
        Response second = Admins.get(admin, "/api/admin/audit?size=1&page=2&account=" + id);
        Response signIns = Admins.get(admin, "/api/admin/audit?action=sign-in&account=" + id);

        // then
        assertThat(first.jsonPath().getLong("total")).isEqualTo(3);
        assertThat(first.jsonPath().getString("items[0].id"))
                .isNotEqualTo(second.jsonPath().getString("items[0].id"));
        assertThat(signIns.jsonPath().getList("items.action")).containsExactly("sign-in", "sign-in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?action=nothing", "?account=x", "?page=0", "?size=1000"})
    void rubbishIsRefused(String query) {
        Admins.get(Admins.fresh(pool), "/api/admin/audit" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void onlyAdministratorsReadIt() {
        // given
        JsonPath person = People.register(People.freshEmail()).jsonPath();

        // when
        Response answer = Admins.get(person, "/api/admin/audit");

        // then
        answer.then().statusCode(403);
        given().get("/api/admin/audit").then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_entry SET detail = 'nothing happened'",
                "DELETE FROM audit_entry",
                "TRUNCATE audit_entry",
                "SELECT forget_audit_entries(INTERVAL '1 day', 10)"
            })
    void theServicesLoginCanChangeNothing(String sql) {
        assertThatThrownBy(() -> pool.query(sql).execute().await().indefinitely())
                .isInstanceOfSatisfying(PgException.class, refused -> assertThat(refused.getSqlState())
                        .isEqualTo(NO_RIGHT));
    }

    @Test
    void oldEntriesAreForgottenAndNoOthers() {
        // given
        UUID account = UUID.randomUUID();
        for (int days : List.of(1, 364, 366, 900)) {
            pool.preparedQuery("INSERT INTO audit_entry (id, at, action, account_id)"
                            + " VALUES (gen_random_uuid(), now() - $2 * INTERVAL '1 day', 'sign-in', $1)")
                    .execute(Tuple.of(account, days))
                    .await()
                    .indefinitely();
        }

        // when
        sweep.sweep().await().indefinitely();

        // then
        assertThat(of(account.toString())).isEqualTo(2);
        assertThat(entries.forget(Duration.ofDays(365), 10).await().indefinitely())
                .isZero();
    }

    private long of(String account) {
        return Counted.by(pool, "SELECT count(*) FROM audit_entry WHERE account_id::text = $1", account);
    }
}
