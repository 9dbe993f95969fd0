package gg.tiketi.deploy.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One PostgreSQL server on the loopback interface, started from the bundled executables and stopped with {@link #close}. */
public final class PostgresServer implements AutoCloseable {

    /** The superuser that the embedded server is made with; services never use it. */
    public static final String SUPERUSER = "postgres";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_CONNECTIONS = 100;

    private final Path installation;
    private final Path data;
    private final int port;
    private final String password;
    private final Process process;

    private PostgresServer(Path installation, Path data, int port, String password, Process process) {
        this.installation = installation;
        this.data = data;
        this.port = port;
        this.password = password;
        this.process = process;
    }

    /**
     * What to start.
     *
     * @param cache folder for unpacked executables, shared and kept
     * @param data data folder; made by {@code initdb} when it does not exist yet
     * @param port loopback TCP port
     * @param password the superuser's password; must stay the same for an existing data folder
     * @param durable whether commits reach the disk before they are acknowledged; off only for tests that lose nothing
     */
    public record Options(Path cache, Path data, int port, String password, boolean durable) {}

    /** Starts the server and waits until it accepts connections; each log line goes to {@code log}. */
    public static PostgresServer start(Options options, Consumer<String> log) throws IOException {
        String obstacle = Unprivileged.obstacle().orElse(null);
        if (obstacle != null) {
            throw new IOException(obstacle);
        }
        Path installation = new Binaries(options.cache()).postgres();
        if (!Files.exists(options.data().resolve("PG_VERSION"))) {
            initialise(installation, options, log);
        }
        List<String> command = new ArrayList<>(List.of(
                installation.resolve("bin/postgres").toString(),
                "-D",
                options.data().toString(),
                "-p",
                Integer.toString(options.port())));
        settings(options).forEach(setting -> command.addAll(List.of("-c", setting)));
        Process process = Processes.start("postgres", Unprivileged.command(command), log);
        PostgresServer server =
                new PostgresServer(installation, options.data(), options.port(), options.password(), process);
        try {
            server.awaitReady();
        } catch (IOException failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    private static List<String> settings(Options options) {
        String durable = options.durable() ? "on" : "off";
        return List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=" + MAX_CONNECTIONS,
                "shared_buffers=128MB",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_line_prefix=",
                "fsync=" + durable,
                "synchronous_commit=" + durable,
                "full_page_writes=" + durable);
    }

    private static void initialise(Path installation, Options options, Consumer<String> log) throws IOException {
        // Built aside and renamed, so that an interrupted first start leaves no half-made data folder behind.
        Files.createDirectories(options.data().getParent());
        Path making = Files.createTempDirectory(options.data().getParent(), "initdb-");
        Path passwordFile = Files.createTempFile(
                options.data().getParent(),
                "initdb-",
                ".password",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(passwordFile, options.password() + "\n");
            List<String> command = List.of(
                    installation.resolve("bin/initdb").toString(),
                    "-D",
                    making.toString(),
                    "-U",
                    SUPERUSER,
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                    "--auth=scram-sha-256",
                    "--pwfile=" + passwordFile,
                    options.durable() ? "--sync-method=fsync" : "--no-sync");
            int exit = Processes.start("initdb", Unprivileged.command(command), log)
                    .waitFor();
            if (exit != 0) {
                throw new IOException("initdb failed with exit code " + exit);
            }
            Files.move(making, options.data());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            Files.deleteIfExists(passwordFile);
            Binaries.deleteTree(making);
        }
    }

    private void awaitReady() throws IOException {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (true) {
            try (Connection connection = connect(SUPERUSER, password, "postgres")) {
                return;
            } catch (SQLException notYet) {
                if (!process.isAlive()) {
                    throw new IOException("PostgreSQL ended with exit code " + process.exitValue(), notYet);
                }
                if (Instant.now().isAfter(deadline)) {
                    throw new IOException("PostgreSQL did not accept connections in " + START_TIMEOUT, notYet);
                }
                Processes.pause(Duration.ofMillis(50));
            }
        }
    }

    /** A JDBC connection for set-up work and checks; the caller closes it. */
    public Connection connect(String user, String userPassword, String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, user, userPassword);
    }

    /** A superuser's connection. */
    public Connection connectAsSuperuser(String database) throws SQLException {
        return connect(SUPERUSER, password, database);
    }

    /** The loopback port. */
    public int port() {
        return port;
    }

    /** The server's main process. */
    public Process process() {
        return process;
    }

    /** Ends sessions, writes a checkpoint and stops; kills the server if that takes longer than 30 s. */
    @Override
    public void close() {
        if (process.isAlive()) {
            List<String> command = List.of(
                    installation.resolve("bin/pg_ctl").toString(), "stop", "-D", data.toString(), "-m", "fast", "-W");
            Processes.runQuietly(Unprivileged.command(command));
        }
        Processes.stop(process, STOP_TIMEOUT);
    }
}
