package gg.tiketi.seat.integrity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.SeatDatabase;
import gg.tiketi.seat.SeatServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SeatServiceTest
class IntegrityResourceTest {

    private static final String PATH = "/api/admin/integrity";

    @Inject
    MeterRegistry metrics;

    @Inject
    SeatDatabase database;

    @Inject
    DataSource connections;

    @Test
    void anAdministratorRunsTheChecksAndReadsThemLater() {
        // when
        Response run = asAdministrator("POST");
        Response later = asAdministrator("GET");

        // then
        assertThat(run.statusCode()).as(run.asString()).isEqualTo(200);
        assertThat(run.jsonPath().getList("checks.name"))
                .isEqualTo(Invariants.ALL.stream().map(Invariant::name).toList());
        assertThat(run.jsonPath().getList("checks.failure")).containsOnlyNulls();
        assertThat(run.jsonPath().getList("checks.checkedAt")).doesNotContainNull();
        assertThat(later.asString()).isEqualTo(run.asString());
        assertThat(metrics.get("tiketi.integrity.last.run").gauge().value()).isPositive();
    }

    @Test
    void whatIsWrongIsShownAndCountedWithoutTellingWhoItWas() {
        // given
        UUID account = UUID.randomUUID();
        database.update("""
                INSERT INTO idempotency (account_id, key, operation, body_hash, created_at)
                VALUES (?, 'never-answered', 'PAY', 'x', now())
                """, account);

        // when
        Response red = asAdministrator("POST");
        database.update("DELETE FROM idempotency WHERE account_id = ?", account);
        Response after = asAdministrator("POST");

        // then
        assertThat(red.jsonPath().getString("status")).isEqualTo("red");
        assertThat(violations(red)).isEqualTo(violations(after) + 1);
        assertThat(red.asString()).doesNotContain(account.toString());
        assertThat(metrics.get("tiketi.integrity.violations")
                        .tag("check", "requests-end")
                        .gauge()
                        .value())
                .isEqualTo(violations(after));
    }

    @Test
    void aRunOfAnotherNodeIsNotDisturbed() throws Exception {
        try (Connection other = connections.getConnection();
                Statement statement = other.createStatement()) {
            // given
            other.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(7, 1)");

            // when
            Response refused = asAdministrator("POST");
            other.rollback();

            // then
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.jsonPath().getString("type")).endsWith("/integrity-check-running");
            assertThat(refused.header("Retry-After")).isEqualTo("5");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void buyersAndStrangersSeeNothing(String method) {
        // when, then
        assertThat(Buyer.someone().json().request(method, PATH).statusCode()).isEqualTo(403);
        assertThat(given().request(method, PATH).statusCode()).isEqualTo(401);
    }

    private static int violations(Response report) {
        List<String> names = report.jsonPath().getList("checks.name");
        return report.jsonPath().getInt("checks[" + names.indexOf("requests-end") + "].violations");
    }

    private static Response asAdministrator(String method) {
        return given().auth()
                .oauth2(TestTokens.role(UUID.randomUUID(), "admin"))
                .request(method, PATH);
    }
}
