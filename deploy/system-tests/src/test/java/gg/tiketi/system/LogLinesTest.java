package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a node writes in production: an object a line, which says whose it is and where it belongs. */
@ExtendWith(RunningSuite.class)
class LogLinesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void inProductionEachLineIsAnObjectWithItsServiceAndIds(Suite suite) throws Exception {
        // given a node as in production, which has something to say about a request: its Redis is away
        Suite.Node node = suite.startAnother(
                Service.AUTH, Map.of("TIKETI_LOG_JSON", "true", "QUARKUS_LOG_LEVEL", "DEBUG", "REDIS_STATE_PORT", "1"));

        // when
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest login = HttpRequest.newBuilder(URI.create(node.url() + "/api/auth/login"))
                    .header("Content-Type", "application/json")
                    .header("X-Request-Id", "of-the-log-test")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"email\":\"nobody@example.com\",\"password\":\"no password of anybody\"}"))
                    .build();
            http.send(login, HttpResponse.BodyHandlers.discarding());
        }
        String prefix = "auth-service-" + URI.create(node.url()).getPort() + " | ";
        Awaitility.await().until(() -> lines(prefix).stream()
                .anyMatch(line -> line.path("message").asText().startsWith("failed sign-ins not counted")));
        node.process().destroy();

        // then
        List<JsonNode> lines = lines(prefix);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.path("service").asText()).isEqualTo("auth-service");
            assertThat(line.path("level").asText()).isNotBlank();
            assertThat(line.path("message").asText()).isNotBlank();
            assertThat(line.path("timestamp").asText()).endsWith("Z");
        });
        assertThat(lines)
                .filteredOn(line -> line.path("message").asText().startsWith("failed sign-ins not counted"))
                .allSatisfy(line -> {
                    assertThat(line.at("/mdc/requestId").asText()).isEqualTo("of-the-log-test");
                    assertThat(line.at("/mdc/traceId").asText()).matches("[0-9a-f]{32}");
                });
    }

    private static List<JsonNode> lines(String prefix) throws IOException {
        try (var lines = Files.lines(Path.of("target", "suite.log"))) {
            return lines.filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .filter(line -> line.startsWith("{"))
                    .map(LogLinesTest::parse)
                    .toList();
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException broken) {
            throw new IllegalStateException(line, broken);
        }
    }
}
