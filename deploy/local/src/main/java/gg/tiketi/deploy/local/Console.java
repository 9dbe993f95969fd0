package gg.tiketi.deploy.local;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the person at the terminal sees: each line with its part's name in front, and how far the start is. */
final class Console implements RunListener {

    private static final int NAME_WIDTH = 13;
    private static final Duration REMINDER = Duration.ofSeconds(5);
    private static final List<String> COLOURED = List.of("auth-service", "event-service", "seat-service", "gateway");
    private static final int FIRST_COLOUR = 32;
    // Their routine lines say nothing to somebody who runs the suite; what ends them is told when they end.
    private static final Pattern TROUBLE = Pattern.compile("\\b(WARNING|ERROR|FATAL|PANIC|DETAIL|HINT):");

    private final PrintStream out;
    private final boolean coloured;
    private final Instant begun = Instant.now();
    private final Set<String> awaited = new LinkedHashSet<>();
    private final Map<String, Duration> taken = new LinkedHashMap<>();

    Console(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /** Whether somebody looks at a terminal that may show colours. */
    static boolean isColoured() {
        java.io.Console terminal = System.console();
        return terminal != null && terminal.isTerminal() && System.getenv("NO_COLOR") == null;
    }

    @Override
    public void log(String part, String line) {
        boolean told =
                switch (part) {
                    case "redis" -> false;
                    case "postgres" -> TROUBLE.matcher(line).find() && !line.endsWith("is starting up");
                    default -> true;
                };
        if (told) {
            print(part, line);
        }
    }

    private synchronized void print(String part, String line) {
        String name = String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s |", part);
        int colour = COLOURED.indexOf(part);
        out.println((coloured && colour >= 0 ? "\u001b[" + (FIRST_COLOUR + colour) + "m" + name + "\u001b[0m" : name)
                + " " + line);
    }

    /** Goes on naming what is missing until all of it is ready. */
    @Override
    public void starting(List<String> parts) {
        synchronized (this) {
            awaited.addAll(parts);
            print("launcher", "starting " + String.join(", ", parts));
        }
        Thread.ofPlatform().daemon().name("reminder").start(() -> {
            do {
                Processes.pause(REMINDER);
            } while (remind());
        });
    }

    private synchronized boolean remind() {
        if (!awaited.isEmpty()) {
            print("launcher", "waiting for " + String.join(", ", awaited) + " (" + seconds(sinceBegin()) + ")");
        }
        return !awaited.isEmpty();
    }

    @Override
    public synchronized void ready(String part, Duration duration) {
        awaited.remove(part);
        taken.put(part, duration);
        print("launcher", part + " is ready after " + seconds(duration));
    }

    /** The closing table: how long each part took, and the whole. */
    synchronized void summary() {
        out.println();
        out.println("Ready in " + seconds(sinceBegin()));
        taken.forEach((part, duration) ->
                out.println(String.format(Locale.ROOT, "  %-" + NAME_WIDTH + "s %8s", part, seconds(duration))));
        out.println();
    }

    /** Nothing is waited for any more. */
    synchronized void giveUp() {
        awaited.clear();
    }

    synchronized void say(String name, String value) {
        out.println(String.format(Locale.ROOT, "  %-" + (NAME_WIDTH + 6) + "s %s", name, value));
    }

    synchronized void say(String line) {
        out.println(line);
    }

    private Duration sinceBegin() {
        return Duration.between(begun, Instant.now());
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
    }
}
