package gg.tiketi.deploy.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The processes this one has started. None outlives it: the orderly way is that each is stopped before {@link #close};
 * when this process is killed instead, the {@link Watchdog} stops them, and if even that fails, the list that is kept
 * on disk tells the next start what to end ({@link Leftovers}).
 */
final class Children implements AutoCloseable {

    /** One line of the list on disk. */
    record Entry(String name, long processId, long startedAtMillis) {}

    /** A killed process is gone at once, unless it waits for a disk. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(10);

    private final @Nullable Path list;
    private final Watchdog watchdog;
    private final List<Process> started = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private boolean closing;

    /** With a list on disk, or {@code null} for none. */
    Children(@Nullable Path list) throws IOException {
        this.list = list;
        this.watchdog = Watchdog.start();
    }

    /** Those of this process that no run owns, such as the backends of a module's tests. */
    static Children ofThisProcess() {
        return Shared.CHILDREN;
    }

    /** Made at first use; never closed, for the watchdog ends what is left when this process ends. */
    private static final class Shared {

        private static final Children CHILDREN = create();

        private static Children create() {
            try {
                return new Children(null);
            } catch (IOException unusable) {
                throw new UncheckedIOException(unusable);
            }
        }
    }

    Process start(String name, List<String> command, Consumer<String> log) throws IOException {
        return start(name, command, Map.of(), log);
    }

    /** Starts a process and passes what it writes to {@code log}; after {@link #refuseMore} none is started. */
    Process start(String name, List<String> command, Map<String, String> environment, Consumer<String> log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Processes.detached(command)).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = register(name, builder);
        Processes.pump(name, process, log);
        return process;
    }

    private synchronized Process register(String name, ProcessBuilder builder) throws IOException {
        if (closing) {
            throw new Refusal("stopping");
        }
        Process process = builder.start();
        started.add(process);
        watchdog.started(process.pid(), name);
        entries.add(new Entry(
                name,
                process.pid(),
                process.info().startInstant().orElse(Instant.now()).toEpochMilli()));
        writeList();
        return process;
    }

    private void writeList() throws IOException {
        if (list == null) {
            return;
        }
        String text = entries.stream()
                .map(entry -> entry.name() + " " + entry.processId() + " " + entry.startedAtMillis() + "\n")
                .collect(Collectors.joining());
        Files.writeString(
                list, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** From now on nothing is started any more: a stop has begun. */
    synchronized void refuseMore() {
        closing = true;
    }

    /** Kills what still runs, dismisses the watchdog and removes the list. */
    @Override
    public void close() throws IOException {
        refuseMore();
        for (Process process : List.copyOf(started)) {
            if (process.isAlive()) {
                Processes.await(process.destroyForcibly(), LAST_WAIT);
            }
        }
        watchdog.close();
        if (list != null) {
            Files.deleteIfExists(list);
        }
    }
}
