package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The page in a real browser: {@code two-windows.mjs} and {@code waitlist.mjs} do the clicking, with the browser that
 * {@code TIKETI_CHROME} names. Screenshots are left in {@code target/screenshots}.
 */
@Tag("browser")
@ExtendWith(RunningSuite.class)
class BrowserTest {

    private static final int INSTALL_MINUTES = 6;
    private static final int RUN_MINUTES = 6;

    /** Seats in one request of an administrator. */
    private static final int MOST_BLOCKED = 1_000;

    @Test
    void aSeatBoughtInOneWindowTurnsGreyInTheOther(Suite suite) throws Exception {
        // when
        String said = script(suite, "two-windows.mjs");

        // then
        assertThat(said).contains("\"liveMs\"");
    }

    @Test
    void whoWaitsIsOfferedWhatComesBack(Suite suite, Client client, Tokens tokens) throws Exception {
        // given a tier of which two neighbours are left, and somebody has them
        Sale sale = Sale.of(client, "Naraebyeol in Concert: Orbit");
        String tier = sale.smallestTier();
        List<String> labels = sale.labels(tier);
        Client admin = client.withToken(tokens.sign(Map.of("groups", List.of("user", "admin"))));
        for (int from = 2; from < labels.size(); from += MOST_BLOCKED) {
            Answer blocked = admin.send(
                    "PATCH",
                    "/api/admin/events/" + sale.id() + "/seats",
                    Map.of("block", labels.subList(from, Math.min(from + MOST_BLOCKED, labels.size()))),
                    Map.of());
            assertThat(blocked.status()).as(blocked.text()).isEqualTo(200);
        }
        Client owner = tokens.buyer();
        Answer reserved = sale.reserve(owner, labels.get(0), labels.get(1));
        assertThat(reserved.status()).as(reserved.text()).isEqualTo(201);

        // when
        String said = script(
                suite,
                "waitlist.mjs",
                sale.id(),
                tier,
                reserved.body().path("id").asText(),
                owner.token());

        // then
        assertThat(said).contains("\"offerMs\"");
    }

    private static String script(Suite suite, String name, String... more) throws Exception {
        String browser = Optional.ofNullable(System.getenv("TIKETI_CHROME")).orElse("/usr/bin/chromium");
        assertThat(Path.of(browser))
                .as("TIKETI_CHROME names a Chromium or Chrome")
                .isExecutable();
        Path folder = copyOfTheScripts();
        Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
        if (!Files.exists(folder.resolve("node_modules"))) {
            run(folder, INSTALL_MINUTES, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        }
        List<String> command = new ArrayList<>(List.of(
                "node", name, suite.url(), browser, screenshots.toAbsolutePath().toString()));
        command.addAll(List.of(more));
        return run(folder, RUN_MINUTES, command);
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
