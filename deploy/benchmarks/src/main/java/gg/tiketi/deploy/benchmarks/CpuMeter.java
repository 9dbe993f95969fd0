package gg.tiketi.deploy.benchmarks;

import gg.tiketi.deploy.local.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Processor time of the suite's parts from {@code /proc}, user and system, in steps of 10 ms. PostgreSQL is its main
 * process with all its children, those that ended as well.
 */
final class CpuMeter {

    /** {@code sysconf(_SC_CLK_TCK)}, the same on every Linux there is. */
    private static final long MILLIS_PER_TICK = 10;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private final Map<Long, Part> services = new java.util.HashMap<>();

    CpuMeter(MeasuredSuite suite) {
        services.put(suite.processId(Service.GATEWAY), Part.GATEWAY);
        services.put(suite.processId(Service.SEAT), Part.SEAT);
        services.put(suite.processId(Service.EVENT), Part.EVENT);
        services.put(suite.processId(Service.AUTH), Part.AUTH);
    }

    /** Milliseconds since each part began, and under {@link Part#FOREIGN} of the whole machine. */
    Map<Part, Long> read() throws IOException {
        Map<Part, Long> millis = new EnumMap<>(Part.class);
        for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
            Optional<Stat> stat = Stat.of(process.pid());
            stat.flatMap(found -> part(process.pid(), found))
                    .ifPresent(part -> millis.merge(part, stat.get().millis(part), Long::sum));
        }
        millis.put(Part.FOREIGN, machine());
        return millis;
    }

    /** Milliseconds that one process has taken so far. */
    static long millis(long processId) throws IOException {
        return Stat.of(processId)
                .orElseThrow(() -> new IOException("no process " + processId))
                .millis(Part.FOREIGN);
    }

    private Optional<Part> part(long processId, Stat stat) {
        if (services.containsKey(processId)) {
            return Optional.ofNullable(services.get(processId));
        }
        if (stat.name().startsWith("postgres")) {
            return Optional.of(Part.POSTGRES);
        }
        return stat.name().startsWith("redis-server") ? Optional.of(Part.REDIS) : Optional.empty();
    }

    private record Stat(String name, String[] fields) {

        static Optional<Stat> of(long processId) {
            try {
                String text = Files.readString(Path.of("/proc", Long.toString(processId), "stat"));
                int end = text.lastIndexOf(')');
                return Optional.of(new Stat(
                        text.substring(text.indexOf('(') + 1, end),
                        text.substring(end + 2).split(" ")));
            } catch (IOException gone) {
                return Optional.empty();
            }
        }

        long millis(Part part) {
            long ticks = field(USER) + field(SYSTEM);
            if (part == Part.POSTGRES) {
                ticks += field(CHILDREN_USER) + field(CHILDREN_SYSTEM);
            }
            return ticks * MILLIS_PER_TICK;
        }

        private long field(int index) {
            return Long.parseLong(fields[index]);
        }
    }

    /** Busy time of all processors: everything but idle and waiting for disks; virtual guests are in user time. */
    private static long machine() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split("\\s+");
        long ticks = 0;
        for (int i = 1; i <= 7; i++) {
            if (i != 4 && i != 5) {
                ticks += Long.parseLong(fields[i]);
            }
        }
        return ticks * MILLIS_PER_TICK;
    }
}
