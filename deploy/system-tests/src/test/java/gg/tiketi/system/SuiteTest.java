package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gg.tiketi.deploy.local.Suite;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningSuite.class)
class SuiteTest {

    @Test
    void anUnknownPathIsAProblem(Client client) {
        // when
        Answer answer = client.get("/api/no-such-thing");

        // then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isNotEmpty();
    }

    @Test
    void aServicesRoleSeesOnlyItsOwnSchema(Suite suite) throws SQLException {
        try (Connection connection = suite.database();
                Statement statement = connection.createStatement()) {
            // given
            statement.execute("SET ROLE tiketi_auth");

            // when, then
            assertThatThrownBy(() -> statement.execute("CREATE TABLE seat.intruder (id int)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied for schema seat");
        }
    }

    @Test
    void migrationsHaveRunInEachSchema(Suite suite) throws SQLException {
        try (Connection connection = suite.database();
                Statement statement = connection.createStatement();
                // when
                ResultSet found = statement.executeQuery("""
                        SELECT count(DISTINCT table_schema) FROM information_schema.tables
                        WHERE table_name = 'flyway_schema_history' AND table_schema IN ('auth', 'event', 'seat')
                        """)) {
            // then
            assertThat(found.next()).isTrue();
            assertThat(found.getInt(1)).isEqualTo(3);
        }
    }
}
