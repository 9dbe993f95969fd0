package gg.tiketi.defaults.testing;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.defaults.problem.ProblemType;
import gg.tiketi.deploy.local.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The catalogue {@code deploy/docs/problems.md}: one heading for each part, one table row for each of its problems. */
public final class ProblemDocument {

    /** Slug, status, and words about meaning and what to do. */
    private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\| (\\d{3}) \\| [^|]+ \\| [^|]+ \\|.*");

    private ProblemDocument() {}

    /** Fails unless the table below the heading tells exactly these problems with these statuses. */
    public static void describesExactly(String heading, ProblemType... problems) throws IOException {
        assertThat(rowsBelow(heading))
                .as("deploy/docs/problems.md, table below ## %s", heading)
                .containsExactlyInAnyOrderElementsOf(Stream.of(problems)
                        .map(problem -> problem.slug() + " " + problem.status())
                        .toList());
    }

    private static List<String> rowsBelow(String heading) throws IOException {
        return Files.readAllLines(Checkout.root().resolve("deploy/docs/problems.md")).stream()
                .dropWhile(line -> !line.equals("## " + heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
    }
}
