package gg.tiketi.system.alarm;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The alert rules with time passing faster: every {@code for:} and every window in brackets is divided by the same
 * number, and nothing else is touched. Rates stay rates; what is counted within a window has to happen as much faster.
 */
final class FastRules {

    private static final Pattern DURATION =
            Pattern.compile("(?<=\\[|:|for: )(\\d+)([smhd])(?=[\\]:]|\\s*$)", Pattern.MULTILINE);
    private static final Map<String, Long> MILLIS =
            Map.of("s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private FastRules() {}

    static String of(String rules, int times) {
        return DURATION.matcher(rules).replaceAll((MatchResult found) -> {
            long millis = Long.parseLong(found.group(1)) * MILLIS.get(found.group(2)) / times;
            return millis + "ms";
        });
    }
}
