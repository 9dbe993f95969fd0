package gg.tiketi.deploy.benchmarks;

import java.util.EnumMap;
import java.util.Map;

/**
 * One measured run.
 *
 * @param name what was asked
 * @param door where
 * @param load what the load generator saw
 * @param cpuMillis what each part used meanwhile
 */
record Run(String name, Door door, LoadResult load, Map<Part, Long> cpuMillis) {

    /** From two readings of the meter. */
    static Run between(String name, Door door, LoadResult load, Map<Part, Long> before, Map<Part, Long> after) {
        Map<Part, Long> used = new EnumMap<>(Part.class);
        after.forEach((part, millis) -> used.put(part, millis - before.getOrDefault(part, 0L)));
        long ours = used.entrySet().stream()
                        .filter(entry -> entry.getKey() != Part.FOREIGN)
                        .mapToLong(Map.Entry::getValue)
                        .sum()
                + load.cpuMillis();
        used.merge(Part.FOREIGN, -ours, Long::sum);
        return new Run(name, door, load, used);
    }

    /** Milliseconds of processor time that the part used for each answered request. */
    double perRequest(Part part) {
        return load.answered() == 0 ? Double.NaN : (double) cpuMillis.getOrDefault(part, 0L) / load.answered();
    }

    /** The same of all parts that serve the request. */
    double perRequest() {
        double sum = 0;
        for (Part part : Part.values()) {
            sum += part.serves() ? perRequest(part) : 0;
        }
        return sum;
    }

    /** Share of one processor that others had meanwhile. */
    double foreignShare() {
        return cpuMillis.getOrDefault(Part.FOREIGN, 0L) / (load.seconds() * 1000);
    }
}
