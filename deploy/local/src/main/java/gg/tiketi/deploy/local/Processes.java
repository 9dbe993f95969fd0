package gg.tiketi.deploy.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Processes of this machine: started away from the terminal's signals, watched, stopped politely and then firmly.
 * Whoever waits for a process here waits on a platform thread: reading a pipe keeps a virtual thread's carrier for as
 * long, and JDK 25 before 25.0.4 can lose the wake-up of a virtual thread after a timed wait (JDK-8369227, JDK-8373120).
 */
final class Processes {

    /** Where a process may look for its own session; without it Ctrl-C in a terminal reaches children as well. */
    private static final List<List<String>> DETACHERS =
            List.of(List.of("setsid"), List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV or exit 127"));

    private static final List<String> DETACHER = DETACHERS.stream()
            .filter(detacher -> isOnPath(detacher.getFirst()))
            .findFirst()
            .orElse(List.of());

    private Processes() {}

    /** The command as one that runs in a session of its own, under the same process id. */
    static List<String> detached(List<String> command) {
        return Stream.concat(DETACHER.stream(), command.stream()).toList();
    }

    static boolean isOnPath(String executable) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isBlank())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, executable)));
    }

    /** Passes each line that the process writes to {@code log}, until it ends. */
    static void pump(String name, Process process, Consumer<String> log) {
        Thread.ofPlatform().daemon().name(name + "-log").start(() -> {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(log);
            } catch (IOException | java.io.UncheckedIOException ended) {
                log.accept("output closed");
            }
        });
    }

    /**
     * Does something once the process has ended. Not by {@code Process.onExit()}: the JDK calls those who wait for it on
     * the common pool, and one call there also closes the output, for which it waits as long as somebody reads a line of
     * it. A child of the ended process may keep that output open, and then nobody learns of the end of any process.
     */
    static void afterEnd(String name, Process process, Runnable act) {
        Thread.ofPlatform().daemon().name(name + "-end").start(() -> {
            try {
                process.waitFor();
                act.run();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Runs the command to its end and returns its exit code; 127 when there is no such command. */
    static int runQuietly(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException missing) {
            return 127;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    /** Asks the process to end and kills it when it has not within the time. */
    static void stop(Process process, Duration timeout) {
        // By its handle: Process.destroy would also close its output, and with it the last lines it writes.
        process.toHandle().destroy();
        await(process, timeout);
    }

    /** Waits for the process to end and kills it when it has not within the time. */
    static void await(Process process, Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a process that is not our child, and what it started; returns whether all of them are gone. */
    static boolean end(ProcessHandle process, String signal, Duration timeout) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.addFirst(process);
        runQuietly(List.of("kill", "-" + signal, Long.toString(process.pid())));
        if (!awaitGone(all, timeout)) {
            all.forEach(ProcessHandle::destroyForcibly);
        }
        return awaitGone(all, timeout);
    }

    private static boolean awaitGone(List<ProcessHandle> processes, Duration timeout) {
        Instant deadline = Instant.now().plus(timeout);
        while (processes.stream().anyMatch(Processes::isRunning)) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            pause(Duration.ofMillis(50));
        }
        return true;
    }

    /** Whether the process still does anything; one that only waits for its parent to take notice does not. */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    private static boolean isZombie(long processId) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(processId), "stat"));
            return status.startsWith(" Z", status.lastIndexOf(')') + 1);
        } catch (IOException goneOrNotLinux) {
            return false;
        }
    }

    /** The step between two looks at a condition that has its own deadline. */
    static void pause(Duration step) {
        LockSupport.parkNanos(step.toNanos());
    }
}
