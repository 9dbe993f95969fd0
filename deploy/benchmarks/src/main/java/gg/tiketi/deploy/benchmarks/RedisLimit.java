package gg.tiketi.deploy.benchmarks;

import gg.tiketi.deploy.local.Port;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often Redis alone answers the very command that seat-service sends for a request: the command is overheard by
 * MONITOR, so it is the same script with the same keys and arguments whatever becomes of it, and played by
 * redis-benchmark without pipelining.
 */
final class RedisLimit {

    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern RATE = Pattern.compile("([0-9.]+) requests per second");
    private static final int HEARD_LINES = 2_000;

    private final Stage stage;

    RedisLimit(Stage stage) {
        this.stage = stage;
    }

    /** Something that makes seat-service send the command. */
    interface Act {
        void once() throws IOException;
    }

    /** The first script call for the event that the act causes. */
    List<String> overhear(SaleEvent event, Act act) throws IOException {
        try (RedisConnection redis = new RedisConnection(stage.suite())) {
            redis.ask("MONITOR");
            act.once();
            for (int i = 0; i < HEARD_LINES; i++) {
                String line = redis.readLine();
                if (line.toLowerCase(Locale.ROOT).contains("\"evalsha\"") && line.contains(event.id())) {
                    return words(line);
                }
            }
        }
        throw new IOException("seat-service asked Redis no script");
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1).replace("\\\"", "\"").replace("\\\\", "\\"));
        }
        return words;
    }

    /** Answers a second. */
    double play(List<String> command) throws IOException {
        int count = 20_000 * stage.options().seconds();
        List<String> whole = new ArrayList<>(List.of(
                "redis-benchmark",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(stage.suite().port(Port.REDIS)),
                "-a",
                stage.suite().secret("redis"),
                "-c",
                Integer.toString(stage.options().connections()),
                "-n",
                Integer.toString(count),
                "-q"));
        whole.addAll(command);
        Matcher rate = RATE.matcher(Command.run(whole));
        double last = Double.NaN;
        while (rate.find()) {
            last = Double.parseDouble(rate.group(1));
        }
        return last;
    }
}
