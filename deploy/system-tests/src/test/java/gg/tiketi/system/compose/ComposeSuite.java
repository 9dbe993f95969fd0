package gg.tiketi.system.compose;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Checkout;
import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.PortPlan;
import gg.tiketi.deploy.local.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The processes of the compose file on this machine, without containers: the commands of the file and of the JVM image,
 * the environment of both and nothing of this process's, in the order of {@code depends_on}, healthy by the file's own
 * checks. Changed is only what a container's walls would do: names of containers become the loopback interface, ports
 * free ones, folders those of a test; there is no AOT cache, which a build in the image would have trained.
 */
final class ComposeSuite implements AutoCloseable {

    static final List<String> SERVICES = List.of("gateway", "auth-service", "event-service", "seat-service");

    private static final Map<String, List<Port>> PORTS = Map.of(
            "gateway", List.of(Port.GATEWAY, Port.GATEWAY_MANAGEMENT),
            "auth-service", List.of(Port.AUTH, Port.AUTH_MANAGEMENT),
            "event-service", List.of(Port.EVENT, Port.EVENT_MANAGEMENT),
            "seat-service", List.of(Port.SEAT, Port.SEAT_MANAGEMENT));
    /** Of the file's checks: start_period, and retries times interval; thrice that for a machine that does other things. */
    private static final Duration HEALTHY_AFTER = Duration.ofSeconds(3 * (40 + 20 * 5));

    private static final Path IMAGES = Checkout.root().resolve("deploy/images");

    private final ComposeFile file = new ComposeFile();
    private final PortPlan ports = PortPlan.free();
    private final Path folder;
    private final String collector;
    private final Map<String, CompletableFuture<Void>> up = new ConcurrentHashMap<>();
    private final List<Process> processes = new ArrayList<>();
    private @Nullable PostgresServer postgres;

    /**
     * Nothing starts yet.
     *
     * @param folder for everything that is written
     * @param collector where traces are taken
     */
    ComposeSuite(Path folder, String collector) throws IOException {
        this.folder = folder;
        this.collector = collector;
        Runtime.getRuntime().addShutdownHook(new Thread(this::endProcesses, "compose-end"));
    }

    /** Starts a container's process after those that it waits for; complete when it is healthy. */
    CompletableFuture<Void> up(String name) {
        CompletableFuture<Void> known = up.get(name);
        if (known != null) {
            return known;
        }
        CompletableFuture<?>[] first =
                file.dependencies(name).stream().map(this::up).toArray(CompletableFuture[]::new);
        CompletableFuture<Void> started = CompletableFuture.allOf(first)
                .thenRunAsync(
                        () -> start(name),
                        task -> Thread.ofPlatform().daemon().name("up-" + name).start(task));
        up.put(name, started);
        return started;
    }

    private void start(String name) {
        try {
            switch (name) {
                case "postgres" -> startPostgres();
                case "redis" -> startRedis();
                case "key-folder" -> Files.createDirectories(folder.resolve("keys"));
                default -> startService(name);
            }
        } catch (IOException | SQLException | InterruptedException failed) {
            throw new IllegalStateException(name + ": " + failed.getMessage(), failed);
        }
    }

    private void startPostgres() throws IOException, SQLException, InterruptedException {
        Map<String, String> environment = file.environment("postgres");
        List<String> settings = file.command("postgres").stream()
                .filter(word -> word.contains("="))
                .toList();
        PostgresServer.Options options = new PostgresServer.Options(
                Checkout.cache(),
                folder.resolve("postgres"),
                ports.number(Port.POSTGRES),
                environment.get("POSTGRES_PASSWORD"),
                false);
        PostgresServer server = PostgresServer.start(options, settings, line -> {});
        postgres = server;
        try (Connection connection = server.connectAsSuperuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + environment.get("POSTGRES_DB"));
        }
        try (Stream<Path> scripts = Files.list(ComposeFile.folder().resolve("postgres"))) {
            for (Path script : scripts.sorted().toList()) {
                initialise(server, script, environment);
            }
        }
    }

    /** As the image does on an empty volume; psql finds the server by PG* instead of by its socket. */
    private void initialise(PostgresServer server, Path script, Map<String, String> environment)
            throws IOException, SQLException, InterruptedException {
        if (Stream.of(System.getenv("PATH").split(":")).noneMatch(one -> Files.isExecutable(Path.of(one, "psql")))) {
            initialiseWithoutPsql(server, script, environment);
            return;
        }
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("PGHOST", "127.0.0.1");
        all.put("PGPORT", Integer.toString(server.port()));
        all.put("PGPASSWORD", environment.get("POSTGRES_PASSWORD"));
        Process process = run("postgres-init", List.of("bash", script.toString()), all);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(told("postgres-init")).isZero();
    }

    /** The same statements: what stands between the heredoc's marks, with psql's variables put in as it does. */
    private static void initialiseWithoutPsql(PostgresServer server, Path script, Map<String, String> environment)
            throws IOException, SQLException {
        String text = Files.readString(script);
        Map<String, String> variables = new LinkedHashMap<>();
        Pattern.compile("-v (\\w+)=\"\\$(\\w+)\"")
                .matcher(text)
                .results()
                .forEach(found -> variables.put(found.group(1), environment.get(found.group(2))));
        String statements = text.substring(text.indexOf("<<'SQL'\n") + "<<'SQL'\n".length(), text.lastIndexOf("SQL"));
        String filled = Pattern.compile(":'(\\w+)'")
                .matcher(statements)
                .replaceAll((MatchResult found) -> "'" + variables.get(found.group(1)) + "'");
        try (Connection connection = server.connectAsSuperuser("tiketi");
                Statement statement = connection.createStatement()) {
            statement.execute(filled);
        }
    }

    private void startRedis() throws IOException {
        List<String> command = new ArrayList<>(file.command("redis"));
        command.add(command.removeLast() + " --bind 127.0.0.1 --port " + ports.number(Port.REDIS));
        run("redis", command, file.environment("redis"));
        Awaitility.await("Redis").atMost(HEALTHY_AFTER).until(this::redisAnswers);
    }

    private boolean redisAnswers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.number(Port.REDIS))) {
            socket.getOutputStream()
                    .write(("AUTH " + file.value("REDIS_PASSWORD") + "\r\nPING\r\n").getBytes(StandardCharsets.UTF_8));
            String expected = "+OK\r\n+PONG\r\n";
            return new String(socket.getInputStream().readNBytes(expected.length()), StandardCharsets.UTF_8)
                    .equals(expected);
        } catch (IOException notYet) {
            return false;
        }
    }

    private void startService(String name) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>(image());
        file.environment(name).forEach((variable, value) -> environment.put(variable, here(variable, value)));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port(name)));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort(name)));
        Path application = Checkout.root().resolve(name).resolve("target/quarkus-app");
        List<String> command = entryPoint().stream()
                .filter(word -> !word.startsWith("-XX:AOTCache="))
                .map(word -> word.replace("/app/", application + "/"))
                .map(word -> word.equals("java")
                        ? Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()
                        : word)
                .toList();
        Process process = run(name, command, environment);
        Awaitility.await(name + " healthy")
                .atMost(HEALTHY_AFTER)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    assertThat(process.isAlive()).as(told(name)).isTrue();
                    return isHealthy(environment);
                });
    }

    /** By the check that the image carries. */
    private static boolean isHealthy(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder check = new ProcessBuilder(
                        "bash", IMAGES.resolve("healthy").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        check.environment().putAll(environment);
        return check.start().waitFor() == 0;
    }

    /** What was a name in the containers' network, or a folder in a container, here. */
    private String here(String variable, String value) {
        return switch (variable) {
            case "DB_HOST", "REDIS_HOST" -> "127.0.0.1";
            case "DB_PORT" -> Integer.toString(ports.number(Port.POSTGRES));
            case "REDIS_PORT" -> Integer.toString(ports.number(Port.REDIS));
            case "TIKETI_AUTH_KEY_FOLDER" -> folder.resolve("keys").toString();
            default ->
                Pattern.compile("http://([a-z-]+):\\d+")
                        .matcher(value)
                        .replaceAll((MatchResult found) -> found.group(1).equals("collector")
                                ? collector
                                : "http://127.0.0.1:" + port(found.group(1)));
        };
    }

    /** The ENV instructions of the JVM image. */
    private static Map<String, String> image() throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        Pattern.compile("(?m)^(?:ENV |    )([A-Z_]+)=(?:\"([^\"]*)\"|(\\S+))")
                .matcher(serving())
                .results()
                .forEach(found ->
                        environment.put(found.group(1), found.group(2) == null ? found.group(3) : found.group(2)));
        assertThat(environment).containsKeys("JDK_JAVA_OPTIONS", "QUARKUS_HTTP_HOST", "QUARKUS_MANAGEMENT_PORT");
        return environment;
    }

    private static List<String> entryPoint() throws IOException {
        String words = serving()
                .lines()
                .filter(line -> line.startsWith("ENTRYPOINT ["))
                .findFirst()
                .orElseThrow();
        return Pattern.compile("\"([^\"]+)\"")
                .matcher(words)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** The part of the image's file from the stage on that serves or that it is made of. */
    private static String serving() throws IOException {
        String text = Files.readString(IMAGES.resolve("jvm.Dockerfile"));
        return text.substring(text.indexOf(" AS runtime"));
    }

    /** With exactly this environment, and a PATH to find the executable by. */
    private Process run(String name, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(log(name).toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment()
                .put("PATH", System.getenv("PATH") + ":" + Checkout.cache().resolve("redis-6.2.11"));
        Process process = builder.start();
        synchronized (processes) {
            processes.add(process);
        }
        return process;
    }

    private String told(String name) throws IOException {
        return name + ": " + Files.readString(log(name)) + Files.readString(folder.resolve(name + ".err"));
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** What a process wrote to its standard output. */
    List<String> lines(String name) {
        try {
            return Files.readAllLines(log(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    int port(String service) {
        return ports.number(PORTS.get(service).getFirst());
    }

    int managementPort(String service) {
        return ports.number(PORTS.get(service).getLast());
    }

    /** A superuser's connection; the caller closes it. */
    Connection database() throws SQLException {
        PostgresServer server = postgres;
        assertThat(server).isNotNull();
        return server.connectAsSuperuser("tiketi");
    }

    /** The last first; the shell of Redis's command would leave its server behind. */
    private void endProcesses() {
        synchronized (processes) {
            for (Process process : processes.reversed()) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
        }
    }

    @Override
    public void close() throws Exception {
        endProcesses();
        synchronized (processes) {
            for (Process process : processes) {
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }
        if (postgres != null) {
            postgres.close();
        }
        PostgresServer.deleteData(folder.resolve("postgres"));
    }
}
