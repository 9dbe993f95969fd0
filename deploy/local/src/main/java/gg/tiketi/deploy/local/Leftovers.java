package gg.tiketi.deploy.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an earlier run that was killed may have left: processes on its list, and a PostgreSQL whose data folder is still
 * taken. Only for the holder of the state folder's lock, who knows that nobody else is running here.
 */
final class Leftovers {

    // As long as a PostgreSQL may take for its last checkpoint on a busy disk.
    private static final Duration LIMIT = Duration.ofSeconds(60);
    // The start time that the system tells may move a little when the clock is set.
    private static final long START_TOLERANCE_MILLIS = 3_000;

    private final Path list;
    private final Path postgresData;
    private final Consumer<String> log;

    Leftovers(Path list, Path postgresData, Consumer<String> log) {
        this.list = list;
        this.postgresData = postgresData;
        this.log = log;
    }

    /** Ends them all, newest first, so that services go before what they use. */
    void end() throws IOException {
        for (Children.Entry entry : read().reversed()) {
            Optional<ProcessHandle> alive = ProcessHandle.of(entry.processId())
                    .filter(Processes::isRunning)
                    .filter(process -> isSame(process, entry));
            if (alive.isPresent()) {
                end(entry.name(), alive.get());
            }
        }
        Files.deleteIfExists(list);
        freePostgresData();
    }

    private void end(String name, ProcessHandle process) throws IOException {
        log.accept("ending " + name + " (process " + process.pid() + "), left by a run that was killed");
        if (!Processes.end(process, name.equals("postgres") ? "INT" : "TERM", LIMIT)) {
            throw new Refusal(name + " (process " + process.pid() + "), left by an earlier run, cannot be ended");
        }
    }

    private static boolean isSame(ProcessHandle process, Children.Entry entry) {
        return process.info()
                .startInstant()
                .map(start -> Math.abs(start.toEpochMilli() - entry.startedAtMillis()) < START_TOLERANCE_MILLIS)
                .orElse(false);
    }

    private List<Children.Entry> read() throws IOException {
        List<Children.Entry> entries = new ArrayList<>();
        if (Files.exists(list)) {
            for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
                String[] fields = line.split(" ", -1);
                // A line may be cut off where a kill or a full disk interrupted its writing.
                if (fields.length == 3 && fields[1].matches("\\d{1,10}") && fields[2].matches("\\d{1,15}")) {
                    entries.add(new Children.Entry(fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2])));
                }
            }
        }
        return entries;
    }

    /**
     * PostgreSQL takes any living process with the id in its lock file for its predecessor, and ids come back soon in a
     * container: the file of a dead predecessor is removed, a living one is ended.
     */
    private void freePostgresData() throws IOException {
        Path lockFile = postgresData.resolve("postmaster.pid");
        if (!Files.exists(lockFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(lockFile, StandardCharsets.UTF_8);
        String first = lines.isEmpty() ? "" : lines.getFirst().strip();
        Optional<ProcessHandle> server = first.matches("\\d{1,10}")
                ? ProcessHandle.of(Long.parseLong(first))
                        .filter(Processes::isRunning)
                        .filter(Leftovers::isPostgres)
                : Optional.empty();
        if (server.isPresent()) {
            end("postgres", server.get());
        }
        Files.deleteIfExists(lockFile);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.endsWith("/postgres"))
                .orElse(false);
    }
}
