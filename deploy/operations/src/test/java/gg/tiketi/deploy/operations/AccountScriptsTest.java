package gg.tiketi.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that look at an account, against an aws command that only pretends: one answer in a file per question. */
class AccountScriptsTest {

    private static final String GOOD_POLICY = """
            {"PasswordPolicy": {"MinimumPasswordLength": 14, "RequireNumbers": true, "RequireSymbols": true,
             "RequireLowercaseCharacters": true, "RequireUppercaseCharacters": true, "PasswordReusePrevention": 5}}""";
    private static final String COLUMNS =
            "user,password_enabled,mfa_active,access_key_1_active,access_key_1_last_rotated,"
                    + "access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date\n";

    private record Answer(int code, String said) {}

    @TempDir
    private Path state;

    @BeforeEach
    void anAwsCommandThatPretends() throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> new File(folder, "jq").canExecute()),
                "jq is not on the PATH: scripts for an account are not rehearsed");
        Path aws = state.resolve("aws");
        Files.writeString(aws, "#!/bin/bash\ncat \"$AWS_STATE/$1 $2\"\n");
        assertThat(aws.toFile().setExecutable(true)).isTrue();
        answer(
                "iam get-account-summary",
                "{\"SummaryMap\": {\"AccountMFAEnabled\": 1, \"AccountAccessKeysPresent\": 0}}");
        answer("iam get-account-password-policy", GOOD_POLICY);
        answer("iam generate-credential-report", "COMPLETE");
        report("kim,true,true,true,2026-01-01,%s,false,N/A,N/A".formatted(LocalDate.now(ZoneOffset.UTC)));
    }

    @Test
    void anAccountInOrderIsSaidToBe() throws Exception {
        Answer answer = run("deploy/aws/account-check");

        assertThat(answer.code()).as(answer.said()).isZero();
        assertThat(answer.said().lines()).hasSize(5).allMatch(line -> line.startsWith("ok "));
    }

    @Test
    void eachLackIsNamedWithWhatToDo() throws Exception {
        answer(
                "iam get-account-summary",
                "{\"SummaryMap\": {\"AccountMFAEnabled\": 0, \"AccountAccessKeysPresent\": 1}}");
        Files.delete(state.resolve("iam get-account-password-policy"));
        report("lee,true,false,true,2020-01-01,N/A,true,2020-01-01,2021-01-01");

        Answer answer = run("deploy/aws/account-check");

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.said().lines()).hasSize(5).allMatch(line -> line.startsWith("FAILED "));
        assertThat(answer.said())
                .contains("lee (key 1, 2020-01-01)", "lee (key 2, 2021-01-01)", "missing: lee", "assign an MFA device");
    }

    @Test
    void aRoleThatMayNotLookIsNoSuccess() throws Exception {
        Files.delete(state.resolve("iam get-credential-report"));

        assertThat(run("deploy/aws/account-check").code()).isEqualTo(1);
    }

    @Test
    void whatRunsIsToldAsOptionsOfTheSynthesis() throws Exception {
        answer("ecs describe-services", "{\"services\": [{\"taskDefinition\": \"a:7\"}]}");
        String digest = "sha256:" + "b".repeat(64);
        StringBuilder containers = new StringBuilder();
        for (String name : List.of("gateway", "auth", "event", "seat")) {
            containers
                    .append(containers.isEmpty() ? "" : ",")
                    .append("{\"name\": \"tiketi-%s-container\", \"image\": \"r/tiketi-%s@%s\"}"
                            .formatted(name, name, digest));
        }
        answer(
                "ecs describe-task-definition",
                "{\"taskDefinition\": {\"containerDefinitions\": [" + containers + "]}}");

        Answer answer = run("deploy/rollout/running", "tiketi-cluster-prod");

        assertThat(answer.code()).as(answer.said()).isZero();
        assertThat(answer.said().lines())
                .containsExactly(
                        "--set gateway.digest=" + digest,
                        "--set auth.digest=" + digest,
                        "--set event.digest=" + digest,
                        "--set seat.digest=" + digest);
    }

    @Test
    void whatARollOutOrScalingChangesIsNoDriftAndEverythingElseIs() throws Exception {
        Path found = state.resolve("found.json");
        Files.writeString(found, drift("AWS::ECS::Service", "/TaskDefinition", "/DesiredCount"));
        Answer expected = run("jq", "-e", "-f", "deploy/rollout/drifted.jq", found.toString());
        Files.writeString(found, drift("AWS::ECS::Service", "/TaskDefinition", "/NetworkConfiguration"));
        Answer changed = run("jq", "-e", "-f", "deploy/rollout/drifted.jq", found.toString());

        assertThat(expected).isEqualTo(new Answer(4, ""));
        assertThat(changed.code()).isZero();
        assertThat(changed.said()).contains("/NetworkConfiguration");
    }

    private static String drift(String type, String... paths) {
        String differences = String.join(
                ",",
                Stream.of(paths)
                        .map(path -> "{\"PropertyPath\": \"" + path + "\"}")
                        .toList());
        return """
                {"StackResourceDrifts": [{"LogicalResourceId": "One", "ResourceType": "%s",
                 "StackResourceDriftStatus": "MODIFIED", "PropertyDifferences": [%s]}]}""".formatted(type, differences);
    }

    private void report(String... users) throws IOException {
        answer(
                "iam get-credential-report",
                Base64.getEncoder()
                        .encodeToString((COLUMNS + String.join("\n", users) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private void answer(String question, String answer) throws IOException {
        Files.writeString(state.resolve(question), answer);
    }

    private Answer run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Checkout.file("").toFile())
                .redirectErrorStream(true);
        builder.environment().put("PATH", state + File.pathSeparator + System.getenv("PATH"));
        builder.environment().put("AWS_STATE", state.toString());
        builder.environment().put("ACCOUNT_CHECK_PAUSE", "0");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), said);
    }
}
