package gg.tiketi.system.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Checkout;
import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.PortPlan;
import gg.tiketi.deploy.local.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KilledPostgresTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final List<String> log = new CopyOnWriteArrayList<>();
    private Path folder;
    private PostgresServer.Options options;

    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createTempDirectory("tiketi-postgres-");
        int port = PortPlan.free().number(Port.POSTGRES);
        options = new PostgresServer.Options(Checkout.cache(), folder.resolve("postgres"), port, "secret", false);
    }

    @AfterEach
    void delete() throws IOException {
        PostgresServer.deleteData(options.data());
        Files.delete(folder);
    }

    @Test
    void theNextOneWaitsUntilItsLastProcessIsGone() throws Exception {
        // given
        PostgresServer killed = PostgresServer.start(options, log::add);
        try (Connection connection = killed.connectAsSuperuser("postgres")) {
            ProcessHandle backend = backend(connection);
            ProcessHandle server = backend.parent().orElseThrow();
            signal(backend, "STOP");
            server.destroyForcibly();
            // Not by onExit: it is told only once nobody, such as the backend, keeps the server's output open any more.
            Awaitility.await("the server's end").atMost(LIMIT).until(() -> !server.isAlive());

            // when
            CompletableFuture<PostgresServer> next = new CompletableFuture<>();
            Thread.ofPlatform().daemon().start(() -> start(next));
            try {
                Awaitility.await("a start that found the data in use; the log: " + log)
                        .atMost(LIMIT)
                        .failFast(() -> assertThat(next).as(log.toString()).isNotDone())
                        .until(() -> log.stream().anyMatch(line -> line.contains("still in use")));
            } finally {
                signal(backend, "CONT");
            }

            // then
            try (PostgresServer started = next.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                    Connection fresh = started.connectAsSuperuser("postgres")) {
                assertThat(fresh.isValid(5)).isTrue();
            }
        }
    }

    private void start(CompletableFuture<PostgresServer> next) {
        try {
            next.complete(PostgresServer.start(options, log::add));
        } catch (IOException refused) {
            next.completeExceptionally(refused);
        }
    }

    private static ProcessHandle backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT pg_backend_pid()")) {
            assertThat(found.next()).isTrue();
            return ProcessHandle.of(found.getLong(1)).orElseThrow();
        }
    }

    private static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
