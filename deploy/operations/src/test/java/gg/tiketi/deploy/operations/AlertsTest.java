package gg.tiketi.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertsTest {

    private static final String FOLDER = "deploy/observability/prometheus/";
    private static final String RUNBOOK = "deploy/docs/runbook.md";

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertHasASeverityAReasonAndASectionOfTheRunbook(JsonNode alert) {
        String link = alert.at("/annotations/runbook").asText();

        assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
        assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
        assertThat(link).startsWith(RUNBOOK + "#");
        assertThat(Documents.anchors(RUNBOOK)).contains(link.substring(link.indexOf('#') + 1));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertLooksOnlyAtMetricsOfTheCatalogue(JsonNode alert) {
        Set<String> metrics = Expressions.metrics(alert.path("expr").asText());

        assertThat(metrics).isNotEmpty();
        assertThat(Documents.metrics()).containsAll(metrics);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertNamesOnlyServicesThatThereAre(JsonNode alert) {
        Set<String> jobs = new TreeSet<>();
        Pattern.compile("job=~?\"([^\"]+)\"")
                .matcher(alert.path("expr").asText())
                .results()
                .map((MatchResult found) -> found.group(1).split("\\|"))
                .flatMap(Arrays::stream)
                .forEach(jobs::add);

        assertThat(Stream.of(Service.values()).map(Service::module)).containsAll(jobs);
    }

    @Test
    void everyAlertIsSeenToFireAndToStaySilent() {
        List<String> tests = Stream.of("alerts-test.yml", "alerts-long-test.yml")
                .flatMap(file -> elements(Checkout.yaml(FOLDER + file).path("tests")))
                .map(test -> test.path("name").asText())
                .toList();

        assertThat(tests)
                .containsExactlyInAnyOrderElementsOf(
                        alerts().map(alert -> alert.path("alert").asText())
                                .flatMap(name -> Stream.of(name + " fires", name + " stays silent"))
                                .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check config --syntax-only prometheus.yml",
                "check rules alerts.yml",
                "test rules alerts-test.yml",
                "test rules alerts-long-test.yml"
            })
    void prometheusAgrees(String arguments) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> new File(folder, "promtool").canExecute()),
                "promtool is not on the PATH (Debian: package prometheus): rules are not evaluated");
        Process promtool = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments.split(" ")))
                        .toList())
                .directory(Checkout.file(FOLDER).toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(promtool.exitValue()).as(said).isZero();
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyServiceIsScrapedAtItsOwnPort(Service service) {
        JsonNode job = elements(Checkout.yaml(FOLDER + "prometheus.yml").path("scrape_configs"))
                .filter(each -> each.path("job_name").asText().equals(service.module()))
                .findAny()
                .orElseThrow();

        assertThat(job.path("metrics_path").asText()).isEqualTo("/metrics");
        assertThat(job.at("/dns_sd_configs/0/port").asInt()).isEqualTo(service.managementPort());
        assertThat(job.at("/dns_sd_configs/0/names/0").asText()).isEqualTo(service.module());
    }

    static Stream<Service> services() {
        return Stream.of(Service.values());
    }

    static Stream<JsonNode> alerts() {
        return elements(Checkout.yaml(FOLDER + "alerts.yml").path("groups"))
                .flatMap(group -> elements(group.path("rules")));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
