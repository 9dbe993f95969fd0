package gg.tiketi.deploy.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.deploy.local.Port;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Thousands of watchers in one process: the program in {@code watch/}, driven by lines. */
final class Swarm implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Longer than any round takes. */
    private static final String MAX_SECONDS = "300";

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    private Swarm(Process process) {
        this.process = process;
        this.commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Compiles the program into the folder. */
    static Path compile(Path sources, Path histogram, Path folder) throws IOException {
        Path program = folder.resolve("watch");
        Command.run(List.of(
                "cc",
                "-std=c11",
                "-O2",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-I" + histogram,
                "-o",
                program.toString(),
                sources.resolve("watch.c").toString(),
                histogram.resolve("histogram.c").toString(),
                "-lpthread"));
        return program;
    }

    /** Starts as many watchers of the event, spread over the ports; none connects before it is told to. */
    static Swarm start(Path program, MeasuredSuite suite, SaleEvent event, List<Integer> ports, int watchers)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "--ports",
                        ports.stream().map(String::valueOf).collect(Collectors.joining(",")),
                        "--path",
                        "/ws/events/" + event.id(),
                        "--event",
                        event.id(),
                        "--sockets",
                        Integer.toString(watchers),
                        "--seats",
                        Integer.toString(event.labels().size()),
                        "--redis-port",
                        Integer.toString(suite.port(Port.REDIS)),
                        "--max-seconds",
                        MAX_SECONDS)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("WATCH_REDIS_PASSWORD", suite.secret("redis"));
        return new Swarm(builder.start());
    }

    /** One command and its answer. */
    JsonNode ask(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the watchers ended during " + command);
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
