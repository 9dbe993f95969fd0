package gg.tiketi.system;

import gg.tiketi.deploy.local.Plan;
import gg.tiketi.deploy.local.PostgresServer;
import gg.tiketi.deploy.local.RunListener;
import gg.tiketi.deploy.local.Suite;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the suite once for all test classes, from the packages that the reactor has just built, on free ports and with
 * empty data; stops it after the last one. A test class asks for it with {@code @ExtendWith(RunningSuite.class)} and
 * takes a {@link Suite} or a {@link Client} as a parameter of its constructor or its tests. What the services write goes
 * to {@code target/suite.log}.
 */
public final class RunningSuite implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(RunningSuite.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Suite.class || type == Client.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Suite suite = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Started.class, key -> new Started(), Started.class)
                .suite;
        return parameter.getParameter().getType() == Suite.class ? suite : new Client(suite.url());
    }

    /** Lives in the root store, which closes it when all test classes are done. */
    private static final class Started implements AutoCloseable, RunListener {

        private final Path state;
        private final PrintWriter log;
        private final Suite suite;

        Started() {
            try {
                state = Files.createTempDirectory("tiketi-suite-");
                log = new PrintWriter(
                        Files.newBufferedWriter(Path.of("target", "suite.log"), StandardCharsets.UTF_8), true);
                suite = new Suite(Plan.forTests(state), this);
                suite.start();
            } catch (IOException refused) {
                throw new IllegalStateException("the suite did not start: " + refused.getMessage(), refused);
            }
        }

        @Override
        public void starting(List<String> parts) {
            log("launcher", "starting " + String.join(", ", parts));
        }

        @Override
        public void log(String part, String line) {
            log.println(part + " | " + line);
        }

        @Override
        public void ready(String part, Duration taken) {
            log("launcher", part + " is ready after " + taken.toMillis() + " ms");
        }

        @Override
        public void close() throws IOException {
            suite.close();
            log.close();
            PostgresServer.deleteData(state.resolve("data").resolve("postgres"));
            try (Stream<Path> files = Files.walk(state)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
