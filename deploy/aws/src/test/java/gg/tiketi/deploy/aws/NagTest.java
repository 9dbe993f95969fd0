package gg.tiketi.deploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NagTest {

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void nothingThatTheRulesOfAwsSolutionsRefuseIsLeftUnexplained(String name) throws IOException {
        List<String> rows = rows(Synthesis.of(name).folder());

        assertThat(rows).hasSizeGreaterThan(150);
        assertThat(rows.stream().filter(row -> row.contains("\"Non-Compliant\"") || row.contains("\"UNKNOWN\"")))
                .isEmpty();
    }

    private static List<String> rows(Path folder) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(any -> any.toString().endsWith("NagReport.csv"))
                    .toList()) {
                rows.addAll(Files.readAllLines(file));
            }
        }
        return rows;
    }
}
