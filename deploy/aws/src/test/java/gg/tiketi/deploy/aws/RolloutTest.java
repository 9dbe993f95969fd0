package gg.tiketi.deploy.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.aws.Synthesis.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutTest {

    @Test
    void synthesisedTwiceTheFilesAreEqualByteForByte() throws IOException {
        Map<String, String> first = files(Synthesis.make("dev", Map.of(), false).folder());
        Map<String, String> second =
                files(Synthesis.make("dev", Map.of(), false).folder());

        assertThat(first).hasSizeGreaterThan(30).isEqualTo(second);
    }

    @Test
    void aNewImageChangesItsServicesTaskDefinitionsAndNothingElse() {
        Synthesis before = Synthesis.of("prod");
        Synthesis after = Synthesis.make("prod", Map.of("seat.digest", "sha256:" + "1".repeat(64)), true);

        Set<String> changed = new TreeSet<>();
        Map<String, JsonNode> old = new TreeMap<>();
        before.resources().forEach(resource -> old.put(resource.stack() + "/" + resource.id(), resource.body()));
        after.resources().forEach(resource -> {
            if (!resource.body().equals(old.remove(resource.stack() + "/" + resource.id()))) {
                changed.add(resource.stack() + " " + resource.type());
            }
        });

        assertThat(old).isEmpty();
        assertThat(changed).containsExactly("seat AWS::ECS::TaskDefinition");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void connectionsStayInBudgetAtTheHeightOfADeployment(String name) {
        Synthesis synthesis = Synthesis.of(name);
        int connections = 0;
        for (Resource service : synthesis.all("AWS::ECS::Service")) {
            int pool = pool(synthesis, service.stack());
            int most = most(synthesis, service.stack());
            int percent = service.at("/DeploymentConfiguration/MaximumPercent").asInt();
            connections += most * percent / 100 * pool;
        }

        assertThat(connections).isPositive().isLessThanOrEqualTo(maxConnections(synthesis) * 80 / 100);
    }

    /**
     * 110 % of two tasks is two: with 100 % healthy no task could ever be replaced. From the minimum of tasks on; the first
     * design's one task at night can not be replaced at all, which decision 0019 says.
     */
    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void aDeploymentHasRoomToMoveAtEveryNumberOfTasks(String name) {
        Synthesis synthesis = Synthesis.of(name);
        for (Resource service : synthesis.all("AWS::ECS::Service")) {
            int min =
                    service.at("/DeploymentConfiguration/MinimumHealthyPercent").asInt();
            int max = service.at("/DeploymentConfiguration/MaximumPercent").asInt();
            assertThat(IntStream.rangeClosed(least(synthesis, service.stack()), 10))
                    .allMatch(tasks -> tasks * max / 100 > (tasks * min + 99) / 100);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void aFailedDeploymentRollsBackByItself(String name) {
        assertThat(Synthesis.of(name).all("AWS::ECS::Service"))
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(service -> {
                    JsonNode breaker = service.at("/DeploymentConfiguration/DeploymentCircuitBreaker");
                    assertThat(breaker.path("Enable").asBoolean()).isTrue();
                    assertThat(breaker.path("Rollback").asBoolean()).isTrue();
                });
    }

    @Test
    void servicesDoNotMigrateAndTheOneOffTaskDoes() {
        for (String service : List.of("auth", "event", "seat")) {
            Synthesis synthesis = Synthesis.of("prod");
            String family = "tiketi-" + service;
            JsonNode running =
                    synthesis.one("AWS::ECS::TaskDefinition", "/Family", family).at("/ContainerDefinitions/0");
            JsonNode once = synthesis
                    .one("AWS::ECS::TaskDefinition", "/Family", family + "-migrate")
                    .at("/ContainerDefinitions/0");

            assertThat(variable(running, "QUARKUS_FLYWAY_MIGRATE_AT_START")).isEqualTo("false");
            assertThat(variable(running, "QUARKUS_INIT_AND_EXIT")).isEmpty();
            assertThat(variable(once, "QUARKUS_FLYWAY_MIGRATE_AT_START")).isEqualTo("true");
            assertThat(variable(once, "QUARKUS_INIT_AND_EXIT")).isEqualTo("true");
            assertThat(once.path("Image")).isEqualTo(running.path("Image"));
        }
    }

    @Test
    void aSettingThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> EnvironmentReader.read("prod", Map.of("seat.memory", "1")))
                .hasMessageContaining("no setting seat.memory");
    }

    @Test
    void poolsThatExceedTheDatabaseAreRefused() {
        assertThatThrownBy(() -> EnvironmentReader.read("prod", Map.of("seat.pool", "18")))
                .hasMessageContaining("database.max-connections");
    }

    static String variable(JsonNode container, String name) {
        for (JsonNode variable : container.path("Environment")) {
            if (variable.path("Name").asText().equals(name)) {
                return variable.path("Value").asText();
            }
        }
        return "";
    }

    private static int pool(Synthesis synthesis, String stack) {
        return synthesis.all(stack, "AWS::ECS::TaskDefinition").stream()
                .map(task -> variable(task.at("/ContainerDefinitions/0"), "DB_POOL_SIZE"))
                .filter(size -> !size.isEmpty())
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    private static int most(Synthesis synthesis, String stack) {
        return synthesis.all(stack, "AWS::ApplicationAutoScaling::ScalableTarget").stream()
                .mapToInt(target -> target.at("/MaxCapacity").asInt())
                .findFirst()
                .orElse(1);
    }

    private static int least(Synthesis synthesis, String stack) {
        return synthesis.all(stack, "AWS::ApplicationAutoScaling::ScalableTarget").stream()
                .mapToInt(target -> target.at("/MinCapacity").asInt())
                .findFirst()
                .orElse(1);
    }

    private static int maxConnections(Synthesis synthesis) {
        return synthesis
                .one("data", "AWS::RDS::DBParameterGroup")
                .at("/Parameters/max_connections")
                .asInt();
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // The record of the check holds the folder it was made in.
                if (!file.getFileName().toString().equals("validation-report.json")) {
                    contents.put(folder.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return contents;
    }
}
