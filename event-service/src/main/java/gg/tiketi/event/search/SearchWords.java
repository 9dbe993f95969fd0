package gg.tiketi.event.search;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed into the search field, as LIKE patterns: every word must occur, in any order and case.
 *
 * @param patterns longest first, because the longest narrows an index scan most; never empty
 */
public record SearchWords(List<String> patterns) {

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}\\u00a0\\u3000]+");

    /** What has special meaning in a LIKE pattern. */
    private static final Pattern SPECIAL = Pattern.compile("([\\\\%_])");

    private static final String ANYTHING = "%";

    public SearchWords {
        patterns = patterns.isEmpty() ? List.of(ANYTHING) : List.copyOf(patterns);
    }

    /** The words of the text; no text finds everything. */
    public static SearchWords of(@Nullable String text) {
        // Composed Hangul, as it is stored; some keyboards and file names send it decomposed.
        String composed = text == null ? "" : Normalizer.normalize(text, Normalizer.Form.NFC);
        return new SearchWords(Arrays.stream(SPACE.split(composed))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isBlank())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(SearchWords::pattern)
                .toList());
    }

    private static String pattern(String word) {
        String literal = SPECIAL.matcher(word).replaceAll("\\\\$1");
        return ANYTHING + literal + ANYTHING;
    }
}
