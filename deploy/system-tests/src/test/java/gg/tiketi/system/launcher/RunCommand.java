package gg.tiketi.system.launcher;

import gg.tiketi.deploy.local.Checkout;
import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.PortPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * {@code deploy/run} as somebody types it, in a checkout of its own that borrows the packages and the unpacked
 * executables of this one, on free ports.
 */
final class RunCommand implements AutoCloseable {

    // Two or three seconds on a quiet machine with a disk of its own, which a build machine may not be.
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration DUMP_LIMIT = Duration.ofSeconds(30);

    private final Path checkout;
    private final PortPlan ports;
    private final List<Started> all = new ArrayList<>();

    RunCommand() throws IOException {
        this.checkout = Files.createTempDirectory("tiketi-checkout-");
        this.ports = PortPlan.free();
        Path original = Checkout.root();
        Files.createSymbolicLink(checkout.resolve("deploy"), original.resolve("deploy"));
        Files.createSymbolicLink(checkout.resolve("pom.xml"), original.resolve("pom.xml"));
        for (String service : List.of("auth-service", "event-service", "seat-service", "gateway")) {
            Path target = original.resolve(service).resolve("target");
            Files.createSymbolicLink(
                    Files.createDirectory(checkout.resolve(service)).resolve("target"), target);
        }
        Files.createDirectories(Checkout.cache());
        Files.createSymbolicLink(state().resolve("cache"), Checkout.cache());
    }

    private Path state() throws IOException {
        return Files.createDirectories(checkout.resolve(".tiketi"));
    }

    Path checkout() {
        return checkout;
    }

    int port(Port port) {
        return ports.number(port);
    }

    /** Types the command with these options, for what was built before. */
    Started start(String... options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(checkout.resolve("deploy/run").toString(), "--no-build"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        for (Port port : Port.values()) {
            builder.environment().put("TIKETI_" + port.name() + "_PORT", Integer.toString(port(port)));
        }
        Started started = new Started(builder.start());
        all.add(started);
        return started;
    }

    /** Kills what a failed test left behind, and removes the checkout; what it borrowed stays. */
    @Override
    public void close() throws IOException {
        all.forEach(started -> started.family().forEach(ProcessHandle::destroyForcibly));
        try (Stream<Path> files = Files.walk(checkout)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** One start; the shell gives way to the launcher, so that the process is the launcher's. */
    static final class Started {

        private final Process process;
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final List<ProcessHandle> seen = new CopyOnWriteArrayList<>();
        private final Thread reader;

        private Started(Process process) {
            this.process = process;
            this.reader = Thread.ofPlatform().daemon().start(() -> {
                try (var output = process.inputReader(StandardCharsets.UTF_8)) {
                    output.lines().forEach(lines::add);
                } catch (IOException | java.io.UncheckedIOException closed) {
                    lines.add("output closed");
                }
            });
        }

        ProcessHandle handle() {
            return process.toHandle();
        }

        String output() {
            return String.join("\n", lines);
        }

        Started awaitReady() {
            try {
                Awaitility.await().atMost(LIMIT).until(() -> wrote("Ready in") || !process.isAlive());
            } catch (ConditionTimeoutException stuck) {
                throw new AssertionError("not ready in " + LIMIT.toSeconds() + " s:\n" + outputWithThreads(), stuck);
            }
            if (!process.isAlive()) {
                throw new AssertionError("ended instead of becoming ready:\n" + finalOutput());
            }
            seen.addAll(process.descendants().toList());
            return this;
        }

        private boolean wrote(String beginning) {
            return lines.stream().anyMatch(line -> line.startsWith(beginning));
        }

        /** What it wrote, and what its threads wait for: a Java process tells so when it gets QUIT. */
        private String outputWithThreads() {
            try {
                signal("QUIT");
                Awaitility.await().atMost(DUMP_LIMIT).until(() -> wrote("JNI global refs") || !process.isAlive());
            } catch (IOException | InterruptedException | ConditionTimeoutException untold) {
                lines.add("its threads are not known: " + untold);
            }
            return output();
        }

        private String finalOutput() {
            try {
                reader.join(LIMIT);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return output();
        }

        /** All processes of this start, as far as they were seen when it was ready. */
        List<ProcessHandle> family() {
            List<ProcessHandle> family = new ArrayList<>(seen);
            family.add(process.toHandle());
            return family;
        }

        ProcessHandle child(String word) {
            return seen.stream()
                    .filter(child -> child.info().commandLine().orElse("").contains(word))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no process with " + word));
        }

        Started signal(String name) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            return this;
        }

        int awaitExit() throws InterruptedException {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still runs after " + LIMIT.toSeconds() + " s:\n" + outputWithThreads());
            }
            reader.join(LIMIT);
            return process.exitValue();
        }
    }
}
