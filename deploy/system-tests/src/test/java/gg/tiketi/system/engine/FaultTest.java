package gg.tiketi.system.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RunningEngine.class)
class FaultTest {

    private final Engine engine;

    FaultTest(Engine engine) {
        this.engine = engine;
    }

    @ParameterizedTest
    @CsvSource({"fsync,on", "full_page_writes,on", "synchronous_commit,on"})
    void whatIsAcknowledgedIsOnDisk(String setting, String value) throws SQLException {
        try (Connection connection = engine.connect();
                Statement statement = connection.createStatement()) {
            // given
            statement.execute("SET ROLE tiketi_seat");

            // when
            try (ResultSet shown = statement.executeQuery("SHOW " + setting)) {
                // then
                assertThat(shown.next()).isTrue();
                assertThat(shown.getString(1)).isEqualTo(value);
            }
        }
    }

    @Test
    void nothingIsLostOrSoldTwiceWhateverIsKilled() throws Exception {
        // given
        FaultRun run = new FaultRun(engine, System.nanoTime(), Duration.ofSeconds(90));

        // when
        FaultRun.Result result = run.untilKills(6);
        System.out.println(result);

        // then
        assertThat(result.violations()).as(result.toString()).isEmpty();
        assertThat(result.acknowledged()).isGreaterThan(50);
    }
}
