package gg.tiketi.deploy.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A result.
 *
 * @param bar what it must reach; none for a figure that is only told
 */
record Figure(
        String name, double value, String unit, @Nullable Bar bar) {

    /**
     * A limit.
     *
     * @param atMost whether the value may not exceed it; else it may not fall short of it
     */
    record Bar(boolean atMost, double limit) {

        @Override
        public String toString() {
            return (atMost ? "≤ " : "≥ ") + text(limit);
        }
    }

    static Figure told(String name, double value, String unit) {
        return new Figure(name, value, unit, null);
    }

    static Figure atMost(String name, double value, String unit, double limit) {
        return new Figure(name, value, unit, new Bar(true, limit));
    }

    static Figure atLeast(String name, double value, String unit, double limit) {
        return new Figure(name, value, unit, new Bar(false, limit));
    }

    /** Whether the bar is met; "" without one. */
    String verdict() {
        if (bar == null) {
            return "";
        }
        return (bar.atMost() ? value <= bar.limit() : value >= bar.limit()) ? "met" : "**missed**";
    }

    String valueText() {
        return text(value) + (unit.isEmpty() ? "" : " " + unit);
    }

    static String text(double value) {
        if (Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
    }
}
