package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.Suite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** docs/metrics.md and what the running services answer: every name of either is in the other. */
@ExtendWith(RunningSuite.class)
class MetricsCatalogueTest {

    private static final Map<Port, String> SERVICES = Map.of(
            Port.GATEWAY_MANAGEMENT, "gateway",
            Port.AUTH_MANAGEMENT, "auth-service",
            Port.EVENT_MANAGEMENT, "event-service",
            Port.SEAT_MANAGEMENT, "seat-service");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ID = Pattern.compile("uri=\"[^\"]*[0-9a-f]{8}-[0-9a-f]{4}[^\"]*\"");

    private final Suite suite;

    MetricsCatalogueTest(Suite suite, Client client) {
        this.suite = suite;
        // Each service has answered something before it is looked at.
        client.login("nobody@example.com", "no password of anybody");
        Sale.of(client, "Cheongnam Philharmonic: Winter Concert").labels();
    }

    @Test
    void everyMetricOfAServiceIsInTheCatalogue() throws Exception {
        for (Map.Entry<Port, String> service : SERVICES.entrySet()) {
            Set<String> catalogue = catalogue(service.getValue());

            assertThat(exposed(service.getKey())).as(service.getValue()).allMatch(name -> catalogue.stream()
                    .anyMatch(row -> covers(row, name)));
        }
    }

    @Test
    void everyRowOfTheCatalogueIsAMetricOfItsService() throws Exception {
        for (Map.Entry<Port, String> service : SERVICES.entrySet()) {
            Set<String> catalogue = catalogue(service.getValue());
            assertThat(catalogue).as(service.getValue()).hasSizeGreaterThan(10);

            // What belongs to a job that runs now and then is there when it first ran.
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                Set<String> exposed = exposed(service.getKey());
                assertThat(catalogue).as(service.getValue()).allMatch(row -> exposed.stream()
                        .anyMatch(name -> covers(row, name)));
            });
        }
    }

    @Test
    void noEventOrReservationIsATimeSeriesOfItsOwn() throws Exception {
        for (Port port : SERVICES.keySet()) {
            String answer = scrape(port);

            assertThat(answer).contains("http_server_requests_seconds_bucket");
            assertThat(answer.lines().filter(ID.asPredicate()))
                    .as(SERVICES.get(port))
                    .isEmpty();
            assertThat(answer).as("what the platform asks is not counted").doesNotContain("uri=\"/health");
        }
    }

    private static boolean covers(String row, String name) {
        return row.endsWith("*") ? name.startsWith(row.substring(0, row.length() - 1)) : row.equals(name);
    }

    private Set<String> exposed(Port port) throws Exception {
        return scrape(port)
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" "))
                .map(words -> words[3].equals("counter") ? words[2] + "_total" : words[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String scrape(Port port) throws Exception {
        HttpRequest question = HttpRequest.newBuilder(URI.create("http://localhost:" + suite.port(port) + "/metrics"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(question, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** The first cells of the tables' rows that are about this service. */
    private static Set<String> catalogue(String service) throws IOException {
        Predicate<String> about = services -> services.contains("all but gateway")
                ? !service.equals("gateway")
                : services.contains("all") || services.contains(service);
        try (var lines = Files.lines(Path.of("../docs/metrics.md"))) {
            return lines.filter(line -> line.startsWith("| `"))
                    .map(line -> line.split("\\|"))
                    .filter(cells -> about.test(cells[2]))
                    .flatMap(cells -> Pattern.compile("`([a-z_]+\\*?)(\\{[^}]*})?`")
                            .matcher(cells[1])
                            .results())
                    .map(found -> found.group(1))
                    .filter(name -> !name.equals("up"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
