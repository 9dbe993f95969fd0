package gg.tiketi.deploy.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle of several runs of the same. */
final class Medians {

    private Medians() {}

    static double of(List<Run> runs, ToDoubleFunction<Run> value) {
        return of(runs.stream().mapToDouble(value).toArray());
    }

    static double of(double... values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
