package gg.tiketi.deploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.aws.Synthesis.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts and workflows are in other folders than the role they run with; here they meet. */
class PipelineTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern COMMAND = Pattern.compile("\\baws ([a-z0-9]+) ([a-z0-9-]+)(?: ([a-z-]+))?");
    private static final Map<String, List<String>> NOT_BY_NAME = Map.of(
            "sts get-caller-identity", List.of(),
            "ecr get-login-password", List.of("ecr:GetAuthorizationToken"),
            "s3 sync", List.of("s3:ListBucket", "s3:PutObject"),
            "ecs wait services-stable", List.of("ecs:DescribeServices"),
            "ecs wait tasks-stopped", List.of("ecs:DescribeTasks"));

    @ParameterizedTest
    @ValueSource(strings = {"deploy/rollout/service", "deploy/rollout/smoke", ".github/workflows/deploy.yml"})
    void theDeliveryRoleMayDoWhatTheRolloutDoes(String script) throws IOException {
        assertThat(allowed("tiketi-delivery-prod")).containsAll(actions(script));
    }

    @Test
    void aRolloutAlsoHandsOverRolesAndTags() {
        assertThat(allowed("tiketi-delivery-prod")).contains("iam:PassRole", "ecs:TagResource");
    }

    @Test
    void theDriftRoleReadsAndMayNotReadSecrets() throws IOException {
        Resource role = role("tiketi-drift-prod");

        assertThat(actions(".github/workflows/drift.yml"))
                .allMatch(action -> action.matches("cloudformation:(List|Describe|Detect).*"));
        assertThat(role.at("/ManagedPolicyArns").toString()).contains("policy/ReadOnlyAccess");
        assertThat(allowed("tiketi-drift-prod")).allMatch(action -> action.contains(":Detect"));
        assertThat(statements("tiketi-drift-prod")).anySatisfy(statement -> {
            assertThat(statement.path("Effect").asText()).isEqualTo("Deny");
            assertThat(statement.path("Action").toString())
                    .contains("secretsmanager:GetSecretValue", "s3:GetObject*", "kms:Decrypt");
        });
        assertThat(role.at("/AssumeRolePolicyDocument").toString()).contains(":environment:drift");
    }

    private static Set<String> actions(String script) throws IOException {
        Set<String> actions = new TreeSet<>();
        for (String line : Files.readAllLines(ROOT.resolve(script))) {
            COMMAND.matcher(line.strip().startsWith("#") ? "" : line).results().forEach(command -> {
                String two = command.group(1) + " " + command.group(2);
                List<String> known = NOT_BY_NAME.getOrDefault(
                        two + " " + command.group(3),
                        NOT_BY_NAME.getOrDefault(two, List.of(command.group(1) + ":" + camelCase(command.group(2)))));
                actions.addAll(known);
            });
        }
        return actions;
    }

    private static String camelCase(String command) {
        return Arrays.stream(command.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static Set<String> allowed(String role) {
        Set<String> actions = new TreeSet<>();
        for (JsonNode statement : statements(role)) {
            if (statement.path("Effect").asText().equals("Allow")) {
                JsonNode action = statement.path("Action");
                if (action.isTextual()) {
                    actions.add(action.asText());
                }
                action.forEach(one -> actions.add(one.asText()));
            }
        }
        return actions;
    }

    private static Resource role(String name) {
        return Synthesis.of("prod").one("AWS::IAM::Role", "/RoleName", name);
    }

    private static List<JsonNode> statements(String role) {
        String id = role(role).id();
        return Synthesis.of("prod").all("pipeline", "AWS::IAM::Policy").stream()
                .filter(policy -> policy.at("/Roles").toString().contains("\"" + id + "\""))
                .flatMap(policy -> {
                    List<JsonNode> found = new java.util.ArrayList<>();
                    policy.at("/PolicyDocument/Statement").forEach(found::add);
                    return found.stream();
                })
                .toList();
    }
}
