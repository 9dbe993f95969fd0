package gg.tiketi.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers that all tests of this run are made on are those that were asked for. */
class BackendsTest {

    @Test
    void postgresHasTheVersionAndTheZoneThatWereAskedFor(@TempDir Path folder) throws Exception {
        // given
        BackendVersions wanted = BackendVersions.here();
        PostgresServer.Options options = new PostgresServer.Options(
                Checkout.cache(), folder.resolve("postgres"), Ports.free(), Secrets.create(), false);

        // when
        try (PostgresServer server = PostgresServer.start(options, line -> {});
                Connection connection = server.connectAsSuperuser("postgres")) {
            // then
            assertThat(version(connection)).startsWith(wanted.postgres() + ".");
            // Java's driver names a zone for its own sessions, so what the server was started with has to tell.
            assertThat(Unprivileged.here().place(options.data()).resolve("postmaster.opts"))
                    .content()
                    .contains("\"timezone=" + wanted.timezone() + "\"");
        } finally {
            PostgresServer.deleteData(options.data());
        }
    }

    @Test
    void redisHasTheVersionThatWasAskedFor() throws IOException {
        // given
        Optional<String> wanted = BackendVersions.here().redis();
        String password = Secrets.create();

        // when
        try (RedisServer server = RedisServer.start(Checkout.cache(), Ports.free(), password, line -> {})) {
            String version = version(server.port(), password);

            // then
            assertThat(version).matches("\\d+\\.\\d+\\.\\d+");
            if (wanted.isPresent() && wanted.get().equals("6.2")) {
                assertThat(version).startsWith("6.2.");
            } else if (wanted.isPresent()) {
                assertThat(version).matches("([7-9]|\\d\\d)\\..*");
            }
        }
    }

    private static String version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SHOW server_version")) {
            assertThat(found.next()).isTrue();
            return found.getString(1);
        }
    }

    private static String version(int port, String password) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String lines = "AUTH " + password + "\r\nINFO server\r\nQUIT\r\n";
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("redis_version:"))
                    .map(line -> line.substring("redis_version:".length()).strip())
                    .findFirst()
                    .orElse("");
        }
    }
}
