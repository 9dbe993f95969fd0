package gg.tiketi.system.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.deploy.local.Suite;
import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import gg.tiketi.system.RunningSuite;
import gg.tiketi.system.Sale;
import gg.tiketi.system.alarm.Prometheus;
import gg.tiketi.system.trace.TraceReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the compose file says is enough to sell a seat, and to see it being sold. */
@ExtendWith(RunningSuite.class)
class ComposeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static TraceReceiver collector;
    private static ComposeSuite compose;

    @BeforeAll
    static void start() throws Exception {
        collector = new TraceReceiver();
        compose = new ComposeSuite(folder, collector.url());
        compose.up("gateway").join();
    }

    @AfterAll
    static void stop() throws Exception {
        compose.close();
        collector.close();
    }

    @Test
    void aSeatIsBoughtAndCancelledAndEveryServiceTellsOfIt() {
        // given
        Client visitor = new Client("http://localhost:" + compose.port("gateway"));
        Client buyer = visitor.signedUp();
        Sale sale = Sale.of(visitor, "Letters from the Paper Moon");

        // when
        Answer reserved = sale.reserve(buyer, sale.labels().getFirst());
        String path = "/api/reservations/" + reserved.body().path("id").asText();
        Answer paid = buyer.postOnce(path + "/payments", Map.of("method", "card"));
        Answer read = buyer.get(path);
        Answer cancelled = buyer.deleteOnce(path);

        // then
        assertThat(reserved.status()).as(reserved.text()).isEqualTo(201);
        assertThat(paid.body().path("status").asText()).as(paid.text()).isEqualTo("CONFIRMED");
        assertThat(read.body().path("status").asText()).isEqualTo("CONFIRMED");
        assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
        assertThat(visitor.get("/").status()).as("the page").isEqualTo(200);

        // and lines are for machines, but for the administrator's password, and spans arrive where the file sends them
        for (String service : ComposeSuite.SERVICES) {
            Map<Boolean, List<String>> lines =
                    compose.lines(service).stream().collect(Collectors.partitioningBy(line -> line.startsWith("{")));
            assertThat(lines.get(true)).as(service).isNotEmpty().allSatisfy(line -> {
                JsonNode told = JSON.readTree(line);
                assertThat(told.path("service").asText()).isEqualTo(service);
                assertThat(told.path("timestamp").asText()).endsWith("Z");
            });
            assertThat(String.join("\n", lines.get(false)))
                    .satisfies(text -> assertThat(text.contains("admin@example.com"))
                            .as(service + ": " + text)
                            .isEqualTo(!text.isEmpty())
                            .isEqualTo(service.equals("auth-service")));
        }
        Awaitility.await("spans of all")
                .atMost(PATIENCE)
                .until(() -> collector.services().containsAll(ComposeSuite.SERVICES));
    }

    @Test
    void theDatabaseIsTheOneThatTheLauncherMakes(Suite suite) throws Exception {
        try (Connection here = compose.database();
                Connection there = suite.database()) {
            assertThat(Catalogue.of(here))
                    .hasSizeGreaterThan(50)
                    .contains("role tiketi_seat f f f f t f f -1 SCRAM-SHA-256 {search_path=seat}")
                    .containsExactlyElementsOf(Catalogue.of(there));
        }
    }

    @Test
    void prometheusFindsEveryServiceWhereItsFileSaysItIs() throws Exception {
        // given its file, with the names of containers replaced
        String file = Files.readString(Path.of("../observability/prometheus/prometheus.yml"));
        String here = Pattern.compile("dns_sd_configs:\\s+- \\{ names: \\[([a-z-]+)], type: A, port: \\d+ }")
                .matcher(file)
                .replaceAll((MatchResult found) ->
                        "static_configs: [{ targets: ['127.0.0.1:" + compose.managementPort(found.group(1)) + "'] }]")
                .replace("15s", "1s");
        assertThat(here).doesNotContain("dns_sd_configs");

        // when nobody has a Prometheus, its targets are asked as it would
        for (String service : ComposeSuite.SERVICES) {
            try (HttpClient http = HttpClient.newHttpClient()) {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + compose.managementPort(service) + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("process_start_time_seconds");
            }
        }
        if (!Prometheus.isInstalled()) {
            return;
        }
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), here);
        Files.copy(Path.of("../observability/prometheus/alerts.yml"), folder.resolve("alerts.yml"));
        Prometheus.check("check", "config", configuration.toString());

        // then
        try (Prometheus prometheus = Prometheus.start(configuration)) {
            Awaitility.await("all targets").atMost(PATIENCE).until(() -> prometheus
                    .answering()
                    .equals(ComposeSuite.SERVICES.stream().collect(Collectors.toSet())));
            assertThat(Set.copyOf(prometheus.firing())).isEmpty();
        }
    }
}
