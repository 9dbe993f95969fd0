package gg.tiketi.deploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.aws.Synthesis.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the templates of every environment, whoever changes them. */
class PolicyTest {

    /** Actions that know no resource, so that {@code *} is all one can say. */
    private static final Set<String> WITHOUT_RESOURCE = Set.of(
            "ecr:GetAuthorizationToken",
            "ecs:DescribeTaskDefinition",
            "xray:PutTraceSegments",
            "xray:PutTelemetryRecords",
            "xray:GetSamplingRules",
            "xray:GetSamplingTargets",
            "cloudwatch:DescribeAlarms",
            "logs:CreateLogDelivery",
            "logs:GetLogDelivery",
            "logs:UpdateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:DescribeResourcePolicies",
            "logs:DescribeLogGroups");

    private static final Pattern SECRET = Pattern.compile("PASSWORD|SECRET|TOKEN$|PRIVATE|SIGNING|CREDENTIAL|API_KEY");

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void noContainerHasASecretInAPlainVariable(String name) {
        List<String> variables = new ArrayList<>();
        for (Resource task : Synthesis.of(name).all("AWS::ECS::TaskDefinition")) {
            for (JsonNode container : task.at("/ContainerDefinitions")) {
                container
                        .path("Environment")
                        .forEach(variable -> variables.add(variable.path("Name").asText()));
                container.path("Secrets").forEach(secret -> assertThat(
                                secret.path("ValueFrom").toString())
                        .as("where %s of %s comes from", secret.path("Name"), task.id())
                        .contains("ImportValue"));
            }
        }

        assertThat(variables).contains("DB_HOST", "TIKETI_SEAT_URL");
        assertThat(variables).noneMatch(variable -> SECRET.matcher(variable).find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void noTemplateHoldsAPassword(String name) {
        assertThat(Synthesis.of(name).resources())
                .filteredOn(resource -> !resource.at("/MasterUserPassword").isMissingNode()
                        || !resource.at("/AuthToken").isMissingNode())
                .isNotEmpty()
                .allSatisfy(resource -> assertThat(
                                resource.at("/MasterUserPassword").toString()
                                        + resource.at("/AuthToken").toString())
                        .contains("{{resolve:secretsmanager:"));
        assertThat(Synthesis.of(name).all("AWS::SecretsManager::Secret"))
                .isNotEmpty()
                .allSatisfy(secret ->
                        assertThat(secret.at("/SecretString").isMissingNode()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "dev"})
    void nobodyReachesAnythingFromAnywhere(String name) {
        assertThat(openToAll(name)).isEmpty();
    }

    @Test
    void theFirstDesignOpensItsLoadBalancerAlone() {
        assertThat(openToAll("plan")).containsExactly("Load balancer:443", "Load balancer:80");
    }

    private static List<String> openToAll(String name) {
        List<Resource> groups = Synthesis.of(name).all("AWS::EC2::SecurityGroup");
        assertThat(groups).hasSize(10);
        Stream<String> inline = groups.stream().flatMap(group -> stream(group.at("/SecurityGroupIngress"))
                .filter(PolicyTest::isAnywhere)
                .map(rule -> group.text("/GroupDescription") + ":"
                        + rule.path("FromPort").asText()));
        Stream<String> apart = Synthesis.of(name).all("AWS::EC2::SecurityGroupIngress").stream()
                .filter(rule -> isAnywhere(rule.properties()))
                .map(Resource::id);
        return Stream.concat(inline, apart).sorted().toList();
    }

    private static boolean isAnywhere(JsonNode rule) {
        return rule.path("CidrIp").asText().equals("0.0.0.0/0")
                || rule.path("CidrIpv6").asText().equals("::/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void onlyTasksAndRotationReachTheInternetAndOnlyByHttpsOrAuthForMail(String name) {
        Set<String> open = new TreeSet<>();
        for (Resource group : Synthesis.of(name).all("AWS::EC2::SecurityGroup")) {
            for (JsonNode rule : group.at("/SecurityGroupEgress")) {
                if (isAnywhere(rule)) {
                    String who = group.text("/GroupName").replaceAll("^tiketi-|-(prod|dev)$", "");
                    int port = rule.path("FromPort").asInt();
                    assertThat(rule.path("ToPort").asInt()).isEqualTo(port);
                    assertThat(port == 443 || port == 587 && who.equals("auth") && name.equals("prod"))
                            .as(who + " to port " + port)
                            .isTrue();
                    open.add(who);
                }
            }
        }

        assertThat(open).containsExactly("auth", "collector", "event", "gateway", "rotation", "seat", "setup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void noStatementAllowsEverythingOnAnythingWithoutAReason(String name) {
        List<JsonNode> statements = new ArrayList<>();
        Synthesis.of(name).resources().forEach(resource -> {
            if (resource.type().startsWith("AWS::IAM::")) {
                resource.properties().findValues("Statement").forEach(list -> list.forEach(statements::add));
            }
        });

        // What is denied may be as wide as it likes.
        statements.removeIf(statement -> statement.path("Effect").asText().equals("Deny"));

        assertThat(statements).hasSizeGreaterThan(30).allSatisfy(statement -> {
            List<String> actions = texts(statement.path("Action"));
            assertThat(actions).noneMatch(action -> action.contains("*"));
            if (texts(statement.path("Resource")).contains("*")) {
                assertThat(WITHOUT_RESOURCE).containsAll(actions);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void noDataIsPublic(String name) {
        Synthesis synthesis = Synthesis.of(name);

        assertThat(synthesis.all("AWS::S3::Bucket")).hasSize(4).allSatisfy(bucket -> {
            assertThat(stream(bucket.at("/PublicAccessBlockConfiguration")))
                    .hasSize(4)
                    .allMatch(JsonNode::asBoolean);
            assertThat(bucket.text("/BucketEncryption/ServerSideEncryptionConfiguration/0"
                            + "/ServerSideEncryptionByDefault/SSEAlgorithm"))
                    .isEqualTo("AES256");
        });
        assertThat(synthesis.all("AWS::RDS::DBInstance")).isNotEmpty().allSatisfy(database -> {
            assertThat(database.at("/PubliclyAccessible").asBoolean(true)).isFalse();
            assertThat(database.at("/StorageEncrypted").asBoolean()).isTrue();
        });
        assertThat(synthesis.all("AWS::ElastiCache::ReplicationGroup"))
                .isNotEmpty()
                .allSatisfy(group -> {
                    assertThat(group.at("/AtRestEncryptionEnabled").asBoolean()).isTrue();
                    assertThat(group.at("/TransitEncryptionEnabled").asBoolean())
                            .isTrue();
                });
        assertThat(synthesis.all("AWS::ECS::Service"))
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(
                        service -> assertThat(service.text("/NetworkConfiguration/AwsvpcConfiguration/AssignPublicIp"))
                                .isEqualTo("DISABLED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void everyContainerIsReadOnlyAndOnlyTheKeyWriterIsRoot(String name) {
        List<String> root = new ArrayList<>();
        for (Resource task : Synthesis.of(name).all("AWS::ECS::TaskDefinition")) {
            for (JsonNode container : task.at("/ContainerDefinitions")) {
                assertThat(container.path("ReadonlyRootFilesystem").asBoolean()).isTrue();
                assertThat(container.path("Image").toString()).contains("@sha256:");
                if (Integer.parseInt(container.path("User").asText("0")) == 0) {
                    root.add(container.path("Name").asText());
                }
            }
        }

        assertThat(root).containsExactly("tiketi-auth-keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void executionRoleAndTaskRoleAreApartAndEachServiceHasItsOwn(String name) {
        List<String> roles = new ArrayList<>();
        for (Resource task : Synthesis.of(name).all("AWS::ECS::TaskDefinition")) {
            roles.add(task.stack() + task.at("/ExecutionRoleArn"));
            roles.add(task.stack() + task.at("/TaskRoleArn"));
        }

        assertThat(roles).hasSizeGreaterThanOrEqualTo(16).doesNotHaveDuplicates();
    }

    @Test
    void onlyAuthServiceReadsTheSigningKeys() {
        Set<String> readers = new TreeSet<>();
        Synthesis.of("prod").resources().forEach(resource -> {
            if (!resource.stack().equals("secrets")
                    && resource.body().toString().contains("SigningKeys")) {
                readers.add(resource.stack());
            }
        });

        assertThat(readers).containsExactly("auth");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void noNameOfTheServicesOwnSettingsIsMisspelt(String name) throws java.io.IOException {
        String documented = java.nio.file.Files.readString(java.nio.file.Path.of("..", "docs", "settings.md"));
        for (Resource task : Synthesis.of(name).all("AWS::ECS::TaskDefinition")) {
            for (JsonNode container : task.at("/ContainerDefinitions")) {
                for (String list : List.of("Environment", "Secrets")) {
                    container.path(list).forEach(variable -> {
                        String key = variable.path("Name").asText();
                        if (key.matches("(TIKETI|DB|REDIS|OTEL)_.*")) {
                            assertThat(documented).as(key).contains("`" + key + "`");
                        }
                    });
                }
            }
        }
    }

    private static List<String> texts(JsonNode node) {
        return node.isArray() ? stream(node).map(JsonNode::asText).toList() : List.of(node.asText());
    }

    private static Stream<JsonNode> stream(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
