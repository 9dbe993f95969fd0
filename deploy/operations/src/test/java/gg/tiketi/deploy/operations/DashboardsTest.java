package gg.tiketi.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardsTest {

    @Test
    void theDashboardIsWhatTheListSays() throws Exception {
        assertThat(Checkout.text(Dashboards.GRAFANA))
                .as("make it again: run gg.tiketi.deploy.operations.Dashboards")
                .isEqualTo(Dashboards.grafana(Checkout.yaml(Dashboards.PANELS)));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void aPanelLooksOnlyAtMetricsOfTheCatalogue(String query) {
        assertThat(Expressions.metrics(query)).isNotEmpty();
        assertThat(Documents.metrics()).containsAll(Expressions.metrics(query));
    }

    @Test
    void whateverAnAlertLooksAtCanBeSeen() {
        Set<String> seen = queries()
                .flatMap(query -> Expressions.metrics(query).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> alerted = AlertsTest.alerts()
                .flatMap(alert -> Expressions.metrics(alert.path("expr").asText()).stream())
                .filter(metric -> !metric.equals("jvm_memory_max_bytes"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(seen).containsAll(alerted);
    }

    @Test
    void whatIsProvisionedIsWhatTheComposeFileRuns() {
        JsonNode sources = Checkout.yaml("deploy/observability/grafana/provisioning/datasources/tiketi.yaml")
                .path("datasources");

        assertThat(elements(sources).map(source -> source.path("url").asText()))
                .containsExactlyInAnyOrder("http://prometheus:9090", "http://tempo:3200", "http://loki:3100");
        assertThat(Checkout.yaml("deploy/observability/tempo/tempo.yaml")
                        .at("/server/http_listen_port")
                        .asInt())
                .isEqualTo(3200);
        assertThat(Checkout.yaml("deploy/observability/loki/loki.yaml")
                        .at("/server/http_listen_port")
                        .asInt())
                .isEqualTo(3100);
        JsonNode collector = Checkout.yaml("deploy/observability/collector/collector.yaml");
        assertThat(collector.at("/receivers/otlp/protocols/grpc/endpoint").asText())
                .endsWith(":4317");
        assertThat(collector.at("/service/pipelines/traces/exporters/0").asText())
                .isEqualTo("otlp/tempo");
        assertThat(collector.at("/service/pipelines/logs/exporters/0").asText()).isEqualTo("otlphttp/loki");
    }

    static Stream<String> queries() {
        return elements(Checkout.yaml(Dashboards.PANELS).path("rows"))
                .flatMap(row -> elements(row.path("panels")))
                .flatMap(panel -> elements(panel.path("queries")))
                .map(JsonNode::asText);
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
