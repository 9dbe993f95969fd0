package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Plan;
import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a suite of its own, which syncs to disk as {@code deploy/run} does. */
class RestartTest {

    private static final String EVENT = "Neon Raccoonz Nationwide Tour - Busan";

    private SuiteFolder folder;
    private Plan plan;
    private Suite suite;

    @BeforeEach
    void startFirst() throws IOException {
        folder = new SuiteFolder("restarted-suite");
        Plan free = Plan.forTests(folder.state());
        plan = new Plan(
                free.checkout(), free.state(), free.cache(), free.ports(), free.services(), true, false, free.extra());
        start();
    }

    @AfterEach
    void stopLast() throws IOException {
        suite.close();
        folder.close();
    }

    @Test
    void whatWasAnsweredSurvivesAStopAndAKill() throws Exception {
        // given
        Client client = new Client(suite.url());
        Client buyer = client.signedUp();
        Sale sale = Sale.of(client, EVENT);
        String sold = sale.labels().getFirst();
        String confirmed = "/api/reservations/"
                + sale.reserve(buyer, sold).body().path("id").asText();
        buyer.postOnce(confirmed + "/payments", Map.of("method", "card"));

        // when
        suite.close();
        start();

        // then
        assertThat(buyer.get(confirmed).body().path("status").asText()).isEqualTo("CONFIRMED");
        assertThat(Sale.of(client, EVENT).state(sold)).isEqualTo(Seats.SOLD);

        // given
        ProcessHandle postgres = postgres();
        ProcessHandle seatService = suite.process(Service.SEAT);
        String held = sale.labels().get(1);

        // when
        Answer reserved = sale.reserve(buyer, held);
        postgres.destroyForcibly();
        seatService.destroyForcibly();
        suite.close();
        start();

        // then
        assertThat(reserved.status()).isEqualTo(201);
        String path = "/api/reservations/" + reserved.body().path("id").asText();
        assertThat(buyer.get(path).body().path("status").asText()).isEqualTo("PENDING");
        Sale after = Sale.of(client, EVENT);
        assertThat(after.state(held)).isEqualTo(Seats.HELD);
        assertThat(after.state(sold)).isEqualTo(Seats.SOLD);
        assertThat(after.reserve(client.signedUp(), held).problem()).isEqualTo("seats-taken");
        assertThat(buyer.postOnce(path + "/payments", Map.of("method", "card"))
                        .body()
                        .path("status")
                        .asText())
                .isEqualTo("CONFIRMED");
    }

    private void start() throws IOException {
        suite = new Suite(plan, folder);
        suite.start();
    }

    /** The server's main process, the parent of each connection's. */
    private ProcessHandle postgres() throws SQLException {
        try (Connection connection = suite.database();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT pg_backend_pid()")) {
            assertThat(found.next()).isTrue();
            return ProcessHandle.of(found.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
        }
    }
}
