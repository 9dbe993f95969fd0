package gg.tiketi.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** deploy/rollout/service against an aws command that only pretends. */
class RolloutTest {

    private static final String IMAGE = "registry/tiketi-seat@sha256:" + "a".repeat(64);

    @TempDir
    private Path state;

    @BeforeEach
    void seatServiceRunsRevisionSeven() throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> new File(folder, "jq").canExecute()),
                "jq is not on the PATH: the roll-out is not rehearsed");
        Files.writeString(state.resolve("running"), "tiketi-seat:7\n");
        Path aws = state.resolve("aws");
        Files.copy(RolloutTest.class.getResourceAsStream("/aws"), aws, StandardCopyOption.REPLACE_EXISTING);
        assertThat(aws.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void changesTheImageAndNothingElse() throws Exception {
        // when
        int code = rollOut(IMAGE, Map.of());

        // then
        assertThat(code).isZero();
        assertThat(running()).isEqualTo("tiketi-seat:8");
        JsonNode registered = new ObjectMapper().readTree(Files.readString(state.resolve("registered")));
        assertThat(registered.at("/containerDefinitions/0/image").asText()).isEqualTo(IMAGE);
        assertThat(registered.at("/containerDefinitions/1/image").asText()).isEqualTo("same");
        assertThat(registered.has("revision")).isFalse();
    }

    @Test
    void migratesOnceBeforeTheNewTasksStart() throws Exception {
        // when
        rollOut(IMAGE, Map.of());

        // then
        List<String> asked = asked();
        assertThat(asked.indexOf("ecs run-task")).isBetween(0, asked.indexOf("ecs update-service") - 1);
        assertThat(Files.readString(state.resolve("asked"))).contains("QUARKUS_INIT_AND_EXIT");
    }

    @Test
    void staysWithWhatRunsWhenTheMigrationFails() throws Exception {
        // when
        int code = rollOut(IMAGE, Map.of("AWS_MIGRATION", "1"));

        // then
        assertThat(code).isEqualTo(1);
        assertThat(running()).isEqualTo("tiketi-seat:7");
        assertThat(asked()).doesNotContain("ecs update-service");
    }

    @Test
    void goesBackWhenTheNewTasksDoNotComeUp() throws Exception {
        // when
        int code = rollOut(IMAGE, Map.of("AWS_BROKEN", "tiketi-seat:8"));

        // then
        assertThat(code).isEqualTo(1);
        assertThat(Files.readString(state.resolve("wanted")).strip()).isEqualTo("tiketi-seat:7");
        assertThat(running()).isEqualTo("tiketi-seat:7");
    }

    @Test
    void goesBackWhenAsked() throws Exception {
        // when
        int code = rollOut("--back", Map.of());

        // then
        assertThat(code).isZero();
        assertThat(running()).isEqualTo("tiketi-seat:6");
        assertThat(asked()).doesNotContain("ecs run-task", "ecs register-task-definition");
    }

    @Test
    void refusesAnImageThatIsNotNamedByDigest() throws Exception {
        assertThat(rollOut("registry/tiketi-seat:latest", Map.of())).isEqualTo(2);
        assertThat(state.resolve("asked")).doesNotExist();
    }

    private int rollOut(String image, Map<String, String> environment) throws Exception {
        ProcessBuilder command = new ProcessBuilder(
                        "bash",
                        Checkout.file("deploy/rollout/service").toString(),
                        "tiketi-cluster-prod",
                        "seat",
                        image)
                .redirectErrorStream(true)
                .redirectOutput(state.resolve("said").toFile());
        command.environment().put("AWS_STATE", state.toString());
        command.environment().merge("PATH", state.toString(), (path, own) -> own + File.pathSeparator + path);
        command.environment().putAll(environment);
        Process process = command.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String running() throws IOException {
        return Files.readString(state.resolve("running")).strip();
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(state.resolve("asked")).stream()
                .map(line -> String.join(" ", List.of(line.split(" ")).subList(0, 2)))
                .toList();
    }
}
