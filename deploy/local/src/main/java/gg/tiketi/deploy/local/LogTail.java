package gg.tiketi.deploy.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Passes log lines on and remembers the last ones, to tell why a process ended. */
final class LogTail implements Consumer<String> {

    private static final int REMEMBERED = 60;
    private static final int TOLD = 6;
    private static final Pattern TROUBLE =
            Pattern.compile("\\b(ERROR|FATAL|PANIC|SEVERE|Caused by:|Exception|error:|OutOfMemory)");

    private final Consumer<String> next;
    private final Deque<String> lines = new ArrayDeque<>();

    LogTail(Consumer<String> next) {
        this.next = next;
    }

    @Override
    public void accept(String line) {
        synchronized (lines) {
            lines.addLast(line);
            if (lines.size() > REMEMBERED) {
                lines.removeFirst();
            }
        }
        next.accept(line);
    }

    /** The last lines that tell of trouble, or else the very last, each on an indented line of its own. */
    String told() {
        List<String> all;
        synchronized (lines) {
            all = List.copyOf(lines);
        }
        List<String> trouble =
                all.stream().filter(line -> TROUBLE.matcher(line).find()).toList();
        List<String> chosen = trouble.isEmpty() ? all : trouble;
        StringBuilder told = new StringBuilder();
        chosen.subList(Math.max(0, chosen.size() - TOLD), chosen.size())
                .forEach(line -> told.append("\n    ").append(line.strip()));
        return told.toString();
    }
}
