package gg.tiketi.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the page's own tests (Vitest) and shows each of them here, so that one Maven command runs all tests. */
class PageTest {

    private static final Path PAGE = Path.of("src", "main", "webui");
    private static final int MINUTES = 4;

    @TestFactory
    List<DynamicContainer> rulesOfThePage() throws IOException, InterruptedException {
        Path report = Files.createDirectories(Path.of("target"))
                .resolve("page-tests.json")
                .toAbsolutePath();
        Files.deleteIfExists(report);
        run(List.of("npm", "ci", "--no-audit", "--no-fund"));
        String said = run(List.of("npm", "test", "--", "--reporter=json", "--outputFile=" + report));
        assertThat(report).as(said).exists();
        List<DynamicContainer> files = new ArrayList<>();
        for (JsonNode file : new ObjectMapper().readTree(report.toFile()).path("testResults")) {
            files.add(file(file));
        }
        assertThat(files).as(said).isNotEmpty();
        return files;
    }

    private static DynamicContainer file(JsonNode file) {
        Path name = Path.of(file.path("name").asText()).getFileName();
        List<DynamicTest> tests = new ArrayList<>();
        // A file that does not even load has a message and no tests.
        if (file.path("assertionResults").isEmpty()) {
            tests.add(DynamicTest.dynamicTest(
                    "loads", () -> assertThat(file.path("status").asText())
                            .as(file.path("message").asText())
                            .isEqualTo("passed")));
        }
        for (JsonNode test : file.path("assertionResults")) {
            tests.add(DynamicTest.dynamicTest(test.path("fullName").asText(), () -> assertThat(
                            test.path("status").asText())
                    .as(test.path("failureMessages").toString())
                    .isEqualTo("passed")));
        }
        return DynamicContainer.dynamicContainer(name.toString(), tests);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path log = Path.of("target", "page-tests.log");
        Process process = new ProcessBuilder(command)
                .directory(PAGE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return Files.readString(log, StandardCharsets.UTF_8);
    }
}
