package gg.tiketi.system;

import gg.tiketi.deploy.local.PostgresServer;
import gg.tiketi.deploy.local.RunListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A fresh folder for one suite, gone when closed, and a log of what the suite's parts write, which is kept. */
public final class SuiteFolder implements RunListener, AutoCloseable {

    private final Path state;
    private final PrintWriter log;

    /** With the log in {@code target/<name>.log}. */
    public SuiteFolder(String name) throws IOException {
        state = Files.createTempDirectory("tiketi-suite-");
        log = new PrintWriter(Files.newBufferedWriter(Path.of("target", name + ".log"), StandardCharsets.UTF_8), true);
    }

    /** The suite's state folder. */
    public Path state() {
        return state;
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

    /** To be called when the suite no longer runs. */
    @Override
    public void close() throws IOException {
        log.close();
        PostgresServer.deleteData(state.resolve("data").resolve("postgres"));
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
