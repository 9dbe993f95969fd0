package gg.tiketi.deploy.operations;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a PromQL expression asks for. */
final class Expressions {

    private static final Pattern LABELS = Pattern.compile("\\{[^{}]*(\\{[^{}]*}[^{}]*)*}|\"[^\"]*\"|\\[[^\\]]*]");
    private static final Pattern GROUPING = Pattern.compile("\\b(by|without|on|ignoring|group_left)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("[a-z_]+(?![a-z_0-9]|\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "by", "without", "bool", "e");

    private Expressions() {}

    /** The metrics that it reads, without the endings that a histogram's or summary's parts have. */
    static Set<String> metrics(String expression) {
        String bare =
                GROUPING.matcher(LABELS.matcher(expression).replaceAll("")).replaceAll("");
        return NAME.matcher(bare)
                .results()
                .map((MatchResult found) -> found.group())
                .filter(name -> !WORDS.contains(name) && !name.equals("_"))
                .map(name -> name.replaceAll("_seconds_(bucket|count|sum|max)$", "_seconds"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
