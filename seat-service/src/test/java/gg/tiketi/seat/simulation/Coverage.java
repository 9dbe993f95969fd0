package gg.tiketi.seat.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How often each step was taken, and met each thing that may go wrong around it. */
final class Coverage {

    private final long[][] met = new long[Transition.values().length][CrashPoint.values().length];
    private final long[] done = new long[Transition.values().length];

    void done(Transition transition) {
        done[transition.ordinal()]++;
    }

    void met(Transition transition, CrashPoint point) {
        if (point.concerns(transition)) {
            met[transition.ordinal()][point.ordinal()]++;
        }
    }

    /** Pairs of step and crash point seen fewer times than that. */
    List<String> below(long times) {
        List<String> rare = new ArrayList<>();
        for (Transition transition : Transition.values()) {
            for (CrashPoint point : CrashPoint.values()) {
                long count = met[transition.ordinal()][point.ordinal()];
                if (point.concerns(transition) && count < times) {
                    rare.add(transition + " × " + point + ": " + count);
                }
            }
        }
        return rare;
    }

    /** Steps that were never taken. */
    List<Transition> notDone() {
        return Arrays.stream(Transition.values())
                .filter(transition -> done[transition.ordinal()] == 0)
                .toList();
    }

    /** The whole table. */
    String table() {
        StringBuilder text = new StringBuilder(String.format("%-22s %9s", "step", "done"));
        for (CrashPoint point : CrashPoint.values()) {
            text.append(String.format(" %13s", point.name().toLowerCase(java.util.Locale.ROOT)));
        }
        for (Transition transition : Transition.values()) {
            text.append(String.format("%n%-22s %9d", transition.words(), done[transition.ordinal()]));
            for (CrashPoint point : CrashPoint.values()) {
                text.append(
                        point.concerns(transition)
                                ? String.format(" %13d", met[transition.ordinal()][point.ordinal()])
                                : String.format(" %13s", "-"));
            }
        }
        return text.toString();
    }
}
