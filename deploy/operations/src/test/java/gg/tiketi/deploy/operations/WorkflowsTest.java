package gg.tiketi.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowsTest {

    private static final String FOLDER = ".github/workflows/";
    private static final Pattern PINNED = Pattern.compile("uses: [\\w-]+/[\\w-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *(.*?) *}}");
    /** What somebody from outside can write, such as the title of a change, must not become a command. */
    private static final Pattern TRUSTED =
            Pattern.compile("(vars|matrix|steps|inputs|github\\.(ref|event_name))\\b.*|failure\\(\\).*");

    @ParameterizedTest
    @ValueSource(strings = {"ci", "deploy", "drift"})
    void mayReadTheCodeAndNothingElseUnlessAJobSaysSo(String name) {
        assertThat(workflow(name).path("permissions").toString()).isEqualTo("{\"contents\":\"read\"}");
        jobs(name).forEach(job -> job.path("permissions").properties().forEach(permission -> assertThat(
                        permission.getKey() + ": " + permission.getValue().asText())
                .isIn("contents: read", "id-token: write")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci", "deploy", "drift"})
    void endsByItselfAndNeverBesideItself(String name) {
        assertThat(workflow(name).path("concurrency").path("group").asText()).isNotBlank();
        assertThat(jobs(name))
                .allMatch(job -> job.path("timeout-minutes").asInt() > 0)
                .allMatch(job -> job.path("runs-on").asText().matches("ubuntu-\\d\\d\\.\\d\\d(-arm)?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci", "deploy", "drift"})
    void namesEachActionByCommit(String name) {
        assertThat(text(name).lines().filter(line -> line.contains("uses:")))
                .isNotEmpty()
                .allMatch(line -> PINNED.matcher(line).find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci", "deploy", "drift"})
    void hasNoKeyAndNoSecret(String name) {
        assertThat(text(name))
                .doesNotContain("secrets.", "AKIA", "aws-access-key-id", "aws-secret-access-key", "aws_secret");
        assertThat(text(name)).as("an account's number").doesNotContainPattern("\\b\\d{12}\\b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci", "deploy", "drift"})
    void noCommandIsPutTogetherFromAnExpression(String name) {
        steps(name).map(step -> step.path("run").asText()).forEach(run -> assertThat(run)
                .doesNotContain("${{"));
        assertThat(EXPRESSION.matcher(text(name)).results().map((MatchResult found) -> found.group(1)))
                .allMatch(expression -> TRUSTED.matcher(expression).matches());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci", "deploy", "drift"})
    void onlyAJobWithARoleMayAskForOne(String name) {
        jobs(name).forEach(job -> {
            boolean takesRole = job.path("steps").toString().contains("configure-aws-credentials");
            assertThat(job.path("permissions").has("id-token")).isEqualTo(takesRole);
            // Which looks takes a role that may only look.
            String environment = name.equals("drift") ? "drift" : "production";
            assertThat(job.path("environment").asText()).isEqualTo(takesRole ? environment : "");
        });
    }

    @Test
    void continuousIntegrationRunsTheTestCommand() {
        assertThat(steps("ci").map(step -> step.path("run").asText())).anyMatch(run -> run.startsWith("deploy/test"));
        assertThat(Checkout.file("deploy/test")).isExecutable();
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void buildsEachServiceAsItIs(Service service) {
        JsonNode row = elements(workflow("deploy").at("/jobs/build/strategy/matrix/include"))
                .filter(each -> each.path("module").asText().equals(service.module()))
                .findAny()
                .orElseThrow();

        assertThat(row.path("management-port").asInt()).isEqualTo(service.managementPort());
        assertThat(row.path("name").asText()).isEqualTo(service.module().replace("-service", ""));
        assertThat(workflow("deploy")
                        .at("/jobs/deploy-backend/strategy/matrix/name")
                        .toString())
                .contains('"' + row.path("name").asText() + '"');
    }

    @Test
    void deploysInAnOrderThatCanBeUndone() {
        JsonNode jobs = workflow("deploy").path("jobs");
        List<String> backend = elements(jobs.at("/deploy-backend/steps"))
                .map(step -> step.path("name").asText())
                .filter(name -> !name.isEmpty())
                .toList();

        assertThat(workflow("deploy").path("name").asText()).isEqualTo("Deploy to AWS");
        assertThat(workflow("deploy").at("/true/push/branches/0").asText()).isEqualTo("main");
        assertThat(jobs.at("/build/needs").asText()).isEqualTo("test");
        assertThat(jobs.at("/deploy-backend/needs").asText()).isEqualTo("build");
        assertThat(jobs.at("/deploy-frontend/needs").asText()).isEqualTo("deploy-backend");
        assertThat(jobs.at("/deploy-backend/strategy/max-parallel").asInt()).isEqualTo(1);
        assertThat(jobs.at("/deploy-backend/strategy/matrix/name/3").asText())
                .as("the door last")
                .isEqualTo("gateway");
        assertThat(backend).containsExactly("Migrate and roll out", "Smoke", "Roll back");
        assertThat(workflow("deploy").at("/concurrency/cancel-in-progress").asBoolean(true))
                .isFalse();
    }

    @Test
    void runsOnlyFilesThatThereAre() {
        Set<String> scripts = Pattern.compile("deploy/rollout/\\w+")
                .matcher(text("deploy"))
                .results()
                .map((MatchResult found) -> found.group())
                .collect(java.util.stream.Collectors.toSet());

        assertThat(scripts).hasSize(2).allSatisfy(script -> assertThat(Checkout.file(script))
                .isExecutable());
        assertThat(text("deploy")).contains("deploy/images/$KIND.Dockerfile", "|| 'native'");
    }

    private static String text(String name) {
        return Checkout.text(FOLDER + name + ".yml");
    }

    private static JsonNode workflow(String name) {
        return Checkout.yaml(FOLDER + name + ".yml");
    }

    private static Stream<JsonNode> jobs(String name) {
        return elements(workflow(name).path("jobs"));
    }

    private static Stream<JsonNode> steps(String name) {
        return jobs(name).flatMap(job -> elements(job.path("steps")));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
