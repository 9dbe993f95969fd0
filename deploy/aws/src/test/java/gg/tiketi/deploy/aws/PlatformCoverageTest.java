package gg.tiketi.deploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages that say which test holds which row of the first design, or box of the checklist, name tests that exist. */
class PlatformCoverageTest {

    private static final Path DOCUMENTS = Path.of("..", "docs");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test\\.\\w+)(…?)`");
    private static final List<Class<?>> OURS = List.of(
            CostTest.class,
            DataTest.class,
            EdgeTest.class,
            NagTest.class,
            NetworkTest.class,
            PolicyTest.class,
            RolloutTest.class,
            ScriptsTest.class,
            ServicesTest.class,
            WatchTest.class);

    @ParameterizedTest
    @CsvSource({"platform-coverage.md, 30", "security-checklist.md, 10"})
    void everyTestOnThePageExists(String page, int least) throws IOException {
        TreeSet<String> existing = new TreeSet<>();
        OURS.forEach(type -> Arrays.stream(type.getDeclaredMethods())
                .map(Method::getName)
                .forEach(method -> existing.add(type.getSimpleName() + "." + method)));

        List<MatchResult> named = TEST.matcher(Files.readString(DOCUMENTS.resolve(page)))
                .results()
                .toList();

        assertThat(named).hasSizeGreaterThan(least).allSatisfy(found -> assertThat(existing)
                .anyMatch(test ->
                        found.group(2).isEmpty() ? test.equals(found.group(1)) : test.startsWith(found.group(1))));
    }
}
