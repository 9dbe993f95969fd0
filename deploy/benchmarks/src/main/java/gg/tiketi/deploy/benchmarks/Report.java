package gg.tiketi.deploy.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured, told while it happens and written down at the end. */
final class Report {

    private final List<Figure> figures = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int checks;

    void add(Figure figure) {
        figures.add(figure);
        say("= %s: %s%s"
                .formatted(
                        figure.name(),
                        figure.valueText(),
                        figure.bar() == null ? "" : "   must be " + figure.bar() + ": " + figure.verdict()));
    }

    void add(Run run) {
        runs.add(run);
        say("  %s, %s: %s/s, p50 %.1f p99 %.1f max %.1f ms, %.3f CPU-ms (%s), others %.0f %%, %s"
                .formatted(
                        run.name(),
                        run.door().label(),
                        Figure.text(run.load().rate()),
                        run.load().millis("p50"),
                        run.load().millis("p99"),
                        run.load().millis("max"),
                        run.perRequest(),
                        parts(run),
                        run.foreignShare() * 100,
                        run.load().statuses()));
    }

    /** The result of a check of the invariants. */
    void checked(String name, List<String> wrong) {
        checks++;
        wrong.forEach(what -> {
            broken.add(name + ": " + what);
            say("  BROKEN " + name + ": " + what);
        });
    }

    void note(String text) {
        notes.add(text);
        say("  " + text);
    }

    void say(String text) {
        System.out.println(text);
    }

    /** Whether no invariant was broken; a bar that was missed is not a failure of the run. */
    boolean isRight() {
        return broken.isEmpty();
    }

    private static String parts(Run run) {
        return java.util.Arrays.stream(Part.values())
                .filter(part -> part != Part.FOREIGN && run.perRequest(part) >= 0.0005)
                .map(part -> String.format(Locale.ROOT, "%s %.3f", part.label(), run.perRequest(part)))
                .collect(Collectors.joining(", "));
    }

    /** As Markdown, for the results folder. */
    String markdown(String title, Map<String, String> machine) {
        StringBuilder text = new StringBuilder("# " + title + "\n\n");
        machine.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        text.append("- invariants: ")
                .append(broken.isEmpty() ? "checked " + checks + " times, none broken" : String.join("; ", broken))
                .append("\n\n| figure | value | must be | |\n|---|---|---|---|\n");
        figures.forEach(figure -> text.append("| %s | %s | %s | %s |%n"
                .formatted(
                        figure.name(),
                        figure.valueText(),
                        figure.bar() == null ? "" : figure.bar(),
                        figure.verdict())));
        text.append("\n## Runs\n\nCPU-ms a request; \"all\" is gateway, seat-service, PostgreSQL and Redis.\n\n");
        text.append("| run | door | per s | p50 ms | p99 ms | max ms | all |");
        for (Part part : Part.values()) {
            text.append(part == Part.FOREIGN ? " others' share of a core |" : " " + part.label() + " |");
        }
        text.append(" answers |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        runs.forEach(run -> text.append(row(run)));
        if (!notes.isEmpty()) {
            text.append("\n## Notes\n\n");
            notes.forEach(note -> text.append("- ").append(note).append('\n'));
        }
        return text.toString();
    }

    private static String row(Run run) {
        StringBuilder row = new StringBuilder("| %s | %s | %s | %.1f | %.1f | %.1f | %.3f |"
                .formatted(
                        run.name(),
                        run.door().label(),
                        Figure.text(run.load().rate()),
                        run.load().millis("p50"),
                        run.load().millis("p99"),
                        run.load().millis("max"),
                        run.perRequest()));
        for (Part part : Part.values()) {
            row.append(
                    part == Part.FOREIGN
                            ? String.format(Locale.ROOT, " %.0f %% |", run.foreignShare() * 100)
                            : String.format(Locale.ROOT, " %.3f |", run.perRequest(part)));
        }
        String answers = run.load().statuses().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
        return row.append(' ').append(answers).append(" |\n").toString();
    }
}
