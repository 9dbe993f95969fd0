package gg.tiketi.deploy.operations;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the documents list: settings, metrics, sections. They are the lists that configuration is compared with. */
final class Documents {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern BRACES = Pattern.compile("(.*)\\{([A-Z,]+)}(.*)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

    private Documents() {}

    /** Every environment variable in the first column of a table of settings.md. */
    static Set<String> settings() {
        Set<String> names = new TreeSet<>();
        for (String row : firstCells("deploy/docs/settings.md")) {
            CODE.matcher(row)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .forEach(name -> {
                        var braces = BRACES.matcher(name);
                        if (braces.matches()) {
                            for (String choice : braces.group(2).split(",")) {
                                names.add(braces.group(1) + choice + braces.group(3));
                            }
                        } else {
                            names.add(name);
                        }
                    });
        }
        return names;
    }

    /** Every metric in the first column of a table of metrics.md, without its labels; {@code name_*} is a family. */
    static Set<String> metrics() {
        return firstCells("deploy/docs/metrics.md").stream()
                .flatMap(cell -> CODE.matcher(cell).results().map((MatchResult found) -> found.group(1)))
                .map(name -> name.replaceAll("\\{.*", ""))
                .filter(name -> name.matches("[a-z_]+\\*?"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The anchors of a document's headings. */
    static Set<String> anchors(String document) {
        return HEADING.matcher(Checkout.text(document))
                .results()
                .map((MatchResult found) -> anchor(found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .strip()
                .replace(' ', '-');
    }

    private static Set<String> firstCells(String document) {
        return Checkout.text(document)
                .lines()
                .filter(line -> line.startsWith("|") && !line.startsWith("|--"))
                .map(line -> line.split("\\|")[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
