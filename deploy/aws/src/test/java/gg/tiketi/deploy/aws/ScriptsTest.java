package gg.tiketi.deploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that stand in templates, run by this machine's shell with stand-ins for what they call. */
class ScriptsTest {

    @TempDir
    Path folder;

    @Test
    void eachKeyOfTheSecretBecomesAFile() throws Exception {
        String first = "-----BEGIN PRIVATE KEY-----\nfirst\n-----END PRIVATE KEY-----\n";
        String second = first.replace("first", "second");

        int exit = run(
                keyWriter(),
                Map.of("SIGNING_KEYS", line("1732500000000-a", first) + "\n" + line("1732600000000-b", second)));

        assertThat(exit).isZero();
        assertThat(folder.resolve("1732500000000-a.pem")).hasContent(first);
        assertThat(folder.resolve("1732600000000-b.pem")).hasContent(second);
    }

    @Test
    void withoutAKeyTheWriterFailsAndAuthServiceDoesNotStart() throws Exception {
        assertThat(run(keyWriter(), Map.of("SIGNING_KEYS", "generatedTextWithoutAKey")))
                .isNotZero();
    }

    @Test
    void setUpSendsEachPasswordAsTextOfItsOwn() throws Exception {
        standIn("psql", "cat > '" + folder.resolve("sql") + "'");

        int exit = run(
                command("tiketi-setup"),
                Map.of("AUTH_PASSWORD", "one`$(x)", "EVENT_PASSWORD", "two'\\", "SEAT_PASSWORD", "three"));

        assertThat(exit).isZero();
        assertThat(Files.readString(folder.resolve("sql")))
                .contains("ALTER ROLE tiketi_auth PASSWORD $password$one`$(x)$password$;")
                .contains("ALTER ROLE tiketi_event PASSWORD $password$two'\\$password$;")
                .contains("ALTER ROLE tiketi_seat PASSWORD $password$three$password$;")
                .contains("DO $role$ BEGIN")
                .contains("CREATE SCHEMA IF NOT EXISTS seat AUTHORIZATION tiketi_seat;");
    }

    private String keyWriter() throws IOException {
        standIn("chown", "exit 0");
        return command("tiketi-auth").replace("/keys", folder.toString());
    }

    /** The script of the task's container that has a command. */
    private static String command(String family) {
        JsonNode containers = Synthesis.of("prod")
                .one("AWS::ECS::TaskDefinition", "/Family", family)
                .at("/ContainerDefinitions");
        for (JsonNode container : containers) {
            if (container.has("Command")) {
                return container.at("/Command/2").asText();
            }
        }
        throw new AssertionError("no command in " + family);
    }

    private static String line(String name, String pem) {
        return name + "|" + Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }

    private void standIn(String program, String script) throws IOException {
        Path file = folder.resolve(program);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private int run(String script, Map<String, String> variables) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder(List.of("sh", "-c", script))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("PATH", folder + ":" + System.getenv("PATH"));
        shell.environment().putAll(environment);
        return shell.start().waitFor();
    }
}
