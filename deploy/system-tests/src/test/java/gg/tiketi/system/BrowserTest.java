package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The page in a real browser: {@code two-windows.mjs} does the clicking, with the browser that {@code TIKETI_CHROME}
 * names. Screenshots are left in {@code target/screenshots}.
 */
@Tag("browser")
@ExtendWith(RunningSuite.class)
class BrowserTest {

    private static final int INSTALL_MINUTES = 6;
    private static final int RUN_MINUTES = 6;

    @Test
    void aSeatBoughtInOneWindowTurnsGreyInTheOther(Suite suite) throws Exception {
        // given
        String browser = Optional.ofNullable(System.getenv("TIKETI_CHROME")).orElse("/usr/bin/chromium");
        assertThat(Path.of(browser))
                .as("TIKETI_CHROME names a Chromium or Chrome")
                .isExecutable();
        Path folder = copyOfTheScripts();
        Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
        run(folder, INSTALL_MINUTES, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));

        // when
        String said = run(
                folder,
                RUN_MINUTES,
                List.of(
                        "node",
                        "two-windows.mjs",
                        suite.url(),
                        browser,
                        screenshots.toAbsolutePath().toString()));

        // then
        assertThat(said).contains("\"liveMs\"");
    }

    private static Path copyOfTheScripts() throws IOException {
        Path source = Path.of("src", "test", "browser");
        Path target = Files.createDirectories(Path.of("target", "browser"));
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(file.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return target;
    }

    private static String run(Path folder, int minutes, List<String> command) throws Exception {
        Path output = folder.resolve(command.getFirst() + ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended)
                .as("%s within %d min: %s", command.getFirst(), minutes, said)
                .isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        System.out.println(said.strip());
        return said;
    }
}
