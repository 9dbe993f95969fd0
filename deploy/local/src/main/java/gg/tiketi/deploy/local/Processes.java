package gg.tiketi.deploy.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Child processes: start with their output read line by line, stop politely and then firmly. */
final class Processes {

    private Processes() {}

    static Process start(String name, List<String> command, Consumer<String> log) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread.ofVirtual().name(name + "-log").start(() -> pump(process, log));
        return process;
    }

    static void pump(Process process, Consumer<String> log) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(log);
        } catch (IOException | java.io.UncheckedIOException ended) {
            log.accept("output closed");
        }
    }

    static void runQuietly(List<String> command) {
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException unusable) {
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the process to end and kills it when it has not within the time. */
    static void stop(Process process, Duration timeout) {
        process.destroy();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The step between two looks at a condition that has its own deadline. */
    static void pause(Duration step) {
        LockSupport.parkNanos(step.toNanos());
    }
}
