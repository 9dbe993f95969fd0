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
import java.util.Map;
import java.util.function.Consumer;

/** One PostgreSQL server on the loopback interface, started from the bundled executables and stopped with {@link #close}. */
public final class PostgresServer implements AutoCloseable {

    /** The superuser that the embedded server is made with; services never use it. */
    public static final String SUPERUSER = "postgres";

    // A second or two on a quiet machine; recovery after a kill, or a disk that is busy with others, takes its time.
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    // The last checkpoint may have to wait for the same disk.
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LEFTOVER_TIMEOUT = Duration.ofSeconds(60);
    // The first connection of a start is tried again, so that none may be waited for in vain.
    private static final String IMPATIENT = "?connectTimeout=10&socketTimeout=30";
    private static final String STILL_IN_USE = "pre-existing shared memory block";
    private static final int MAX_CONNECTIONS = 100;
    private static final String WRONG_PASSWORD = "28P01";

    private final Options options;
    private final Process process;

    private PostgresServer(Options options, Process process) {
        this.options = options;
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
    public record Options(Path cache, Path data, int port, String password, boolean durable) {

        private Options at(Path place) {
            return new Options(cache, place, port, password, durable);
        }
    }

    /** Starts the server and waits until it accepts connections; each log line goes to {@code log}. */
    public static PostgresServer start(Options options, Consumer<String> log) throws IOException {
        return start(options, Children.ofThisProcess(), log);
    }

    /** The same with further settings, each {@code name=value}, which win over its own. */
    public static PostgresServer start(Options options, List<String> settingsToo, Consumer<String> log)
            throws IOException {
        return start(options, settingsToo, Children.ofThisProcess(), log);
    }

    static PostgresServer start(Options options, Children children, Consumer<String> log) throws IOException {
        return start(options, List.of(), children, log);
    }

    private static PostgresServer start(
            Options wanted, List<String> settingsToo, Children children, Consumer<String> log) throws IOException {
        BackendVersions versions = BackendVersions.here();
        Unprivileged user = Unprivileged.here();
        user.check();
        Path installation = new Binaries(user.cache(wanted.cache())).postgres(versions.postgres());
        Options options = wanted.at(user.place(wanted.data()));
        if (!Files.exists(options.data().resolve("PG_VERSION"))) {
            initialise(installation, options, children, new LogTail(log));
        }
        user.give(options.data());
        List<String> command = new ArrayList<>(List.of(
                installation.resolve("bin/postgres").toString(),
                "-D",
                options.data().toString(),
                "-p",
                Integer.toString(options.port())));
        settings(options, versions).forEach(setting -> command.addAll(List.of("-c", setting)));
        settingsToo.forEach(setting -> command.addAll(List.of("-c", setting)));
        return startOnceFree(options, user.command(command), children, log);
    }

    /** When a server was killed, its other processes hold on to the data for a moment, until they notice. */
    private static PostgresServer startOnceFree(
            Options options, List<String> command, Children children, Consumer<String> log) throws IOException {
        Instant deadline = Instant.now().plus(LEFTOVER_TIMEOUT);
        while (true) {
            LogTail tail = new LogTail(log);
            PostgresServer server = new PostgresServer(options, children.start("postgres", command, tail));
            try {
                server.awaitReady(tail);
                return server;
            } catch (IOException failed) {
                server.close();
                boolean isFree = !String.valueOf(failed.getMessage()).contains(STILL_IN_USE);
                if (isFree || Instant.now().isAfter(deadline)) {
                    throw failed;
                }
                Processes.pause(Duration.ofMillis(300));
            }
        }
    }

    /** Removes a stopped server's data folder, wherever it is kept for this user. */
    public static void deleteData(Path data) throws IOException {
        Binaries.deleteTree(Unprivileged.here().place(data));
    }

    private static List<String> settings(Options options, BackendVersions versions) {
        String durable = options.durable() ? "on" : "off";
        return List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=" + MAX_CONNECTIONS,
                "shared_buffers=128MB",
                "timezone=" + versions.timezone(),
                "log_timezone=UTC",
                "log_line_prefix=",
                "fsync=" + durable,
                "synchronous_commit=" + durable,
                "full_page_writes=" + durable);
    }

    private static void initialise(Path installation, Options options, Children children, LogTail tail)
            throws IOException {
        // Built aside and renamed, so that an interrupted first start leaves no half-made data folder behind.
        Path parent = Files.createDirectories(options.data().getParent());
        Path making = Files.createTempDirectory(parent, "initdb-");
        Path passwordFile = Files.createTempFile(
                parent,
                "initdb-",
                ".password",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(passwordFile, options.password() + "\n");
            Unprivileged user = Unprivileged.here();
            user.give(making);
            user.give(passwordFile);
            List<String> command = new ArrayList<>(List.of(
                    installation.resolve("bin/initdb").toString(),
                    "-D",
                    making.toString(),
                    "-U",
                    SUPERUSER,
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                    "--auth=scram-sha-256",
                    "--pwfile=" + passwordFile));
            if (!options.durable()) {
                command.add("--no-sync");
            }
            // The zone is named, or initdb compares every zone of the world with this machine's.
            int exit = children.start("initdb", user.command(command), Map.of("TZ", "UTC"), tail)
                    .waitFor();
            if (exit != 0) {
                throw new Refusal("PostgreSQL's data folder could not be made (exit code " + exit + ")" + tail.told());
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

    private void awaitReady(LogTail tail) throws IOException {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (true) {
            try (Connection connection = connect(SUPERUSER, options.password(), "postgres" + IMPATIENT)) {
                return;
            } catch (SQLException notYet) {
                if (WRONG_PASSWORD.equals(notYet.getSQLState())) {
                    throw new Refusal("PostgreSQL's data and its password in the secrets file do not belong together:"
                            + " bring the file back, or start with empty data");
                }
                if (!process.isAlive()) {
                    // Its last words may still be on their way.
                    Processes.pause(Duration.ofMillis(100));
                    throw new Refusal("PostgreSQL ended with exit code " + process.exitValue() + tail.told(), notYet);
                }
                if (Instant.now().isAfter(deadline)) {
                    throw new Refusal(
                            "PostgreSQL accepted no connection in " + START_TIMEOUT.toSeconds() + " s" + tail.told(),
                            notYet);
                }
                Processes.pause(Duration.ofMillis(50));
            }
        }
    }

    /** A JDBC connection for set-up work and checks; the caller closes it. */
    public Connection connect(String user, String userPassword, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + options.port() + "/" + database, user, userPassword);
    }

    /** A superuser's connection. */
    public Connection connectAsSuperuser(String database) throws SQLException {
        return connect(SUPERUSER, options.password(), database);
    }

    /** The loopback port. */
    public int port() {
        return options.port();
    }

    /** The server's main process. */
    public Process process() {
        return process;
    }

    /** Ends sessions, writes a checkpoint and stops; kills the server if that takes longer than 60 s. */
    @Override
    public void close() {
        if (process.isAlive()) {
            // INT is PostgreSQL's fast shutdown; TERM would wait for every client to leave.
            Processes.runQuietly(List.of("kill", "-INT", Long.toString(process.pid())));
        }
        Processes.await(process, STOP_TIMEOUT);
    }
}
