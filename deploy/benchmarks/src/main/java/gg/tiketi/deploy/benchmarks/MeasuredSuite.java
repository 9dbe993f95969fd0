package gg.tiketi.deploy.benchmarks;

import gg.tiketi.deploy.local.Checkout;
import gg.tiketi.deploy.local.Packaging;
import gg.tiketi.deploy.local.Plan;
import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.PortPlan;
import gg.tiketi.deploy.local.PostgresServer;
import gg.tiketi.deploy.local.RunListener;
import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The suite that is measured: as {@code deploy/run} starts it, durable, on free ports, with data of its own that goes
 * when it stops. It believes the benchmark's key, and holds live long, so that no sweep of an earlier run falls into a
 * later one.
 */
final class MeasuredSuite implements AutoCloseable {

    private final Suite suite;
    private final Path state;
    private final Output output;

    private MeasuredSuite(Suite suite, Path state, Output output) {
        this.suite = suite;
        this.state = state;
        this.output = output;
    }

    /** Starts it; what its parts write goes to {@code log}. */
    static MeasuredSuite start(Packaging packaging, String keysUrl, Path log) throws IOException {
        Path state = Files.createTempDirectory("tiketi-benchmark-");
        Output output = new Output(log);
        Plan plan = new Plan(
                        Checkout.root(),
                        state,
                        Checkout.cache(),
                        PortPlan.free(),
                        EnumSet.allOf(Service.class),
                        true,
                        false,
                        Map.of("TIKETI_TOKEN_JWKS_URL", keysUrl, "TIKETI_RESERVATION_HOLD", "PT2H"))
                .as(packaging);
        Suite suite = new Suite(plan, output);
        MeasuredSuite measured = new MeasuredSuite(suite, state, output);
        Runtime.getRuntime().addShutdownHook(new Thread(suite::close));
        try {
            suite.start();
        } catch (IOException | RuntimeException failed) {
            measured.close();
            throw failed;
        }
        return measured;
    }

    int port(Port port) {
        return suite.port(port);
    }

    long processId(Service service) {
        return suite.process(service).pid();
    }

    /** Starts one more node of a service, waits until it is ready, looks at it, and ends it. */
    <T> T withAnother(Service service, Look<T> look) throws IOException {
        Suite.Node node = suite.startAnother(service, Map.of());
        try {
            return look.at(node);
        } finally {
            node.process().destroy();
            node.process().onExit().join();
        }
    }

    /** What is asked of a node that has just started. */
    interface Look<T> {
        T at(Suite.Node node) throws IOException;
    }

    /**
     * One more node of a service.
     *
     * @param port where it listens
     */
    record Node(int port, ProcessHandle process) {}

    /** Starts one more node of a service on a free port; it ends with the suite. */
    Node startAnother(Service service) throws IOException {
        return startAnother(service, Map.of());
    }

    /** The same with settings of its own. */
    Node startAnother(Service service, Map<String, String> settings) throws IOException {
        Suite.Node node = suite.startAnother(service, settings);
        return new Node(URI.create(node.url()).getPort(), node.process());
    }

    /** The same on the port of one that has ended. */
    Node startAnother(Service service, int port) throws IOException {
        Suite.Node node = suite.startAnother(service, Map.of("QUARKUS_HTTP_PORT", Integer.toString(port)));
        return new Node(port, node.process());
    }

    /** A superuser's connection; the caller closes it. */
    Connection database() throws SQLException {
        return suite.database();
    }

    /** A password or token of this run, by its name in the state folder's secrets file. */
    String secret(String name) throws IOException {
        Properties secrets = new Properties();
        try (Reader text = Files.newBufferedReader(suite.folder().resolve("secrets.properties"))) {
            secrets.load(text);
        }
        return secrets.getProperty(name, "");
    }

    /** Hears PostgreSQL's log lines until told otherwise by {@code null}. */
    void listenToPostgres(@Nullable Consumer<String> listener) {
        output.postgres = listener;
    }

    @Override
    public void close() throws IOException {
        suite.close();
        output.close();
        PostgresServer.deleteData(state.resolve("data").resolve("postgres"));
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Writes what the parts say to a file. */
    private static final class Output implements RunListener {

        private final PrintWriter log;
        private volatile @Nullable Consumer<String> postgres;

        Output(Path file) throws IOException {
            log = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), true);
        }

        @Override
        public void starting(List<String> parts) {
            log("launcher", "starting " + String.join(", ", parts));
        }

        @Override
        public void log(String part, String line) {
            log.println(part + " | " + line);
            Consumer<String> listener = postgres;
            if (listener != null && part.equals("postgres")) {
                listener.accept(line);
            }
        }

        @Override
        public void ready(String part, Duration taken) {
            log("launcher", part + " is ready after " + taken.toMillis() + " ms");
        }

        void close() {
            log.close();
        }
    }
}
