package gg.tiketi.deploy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aHallsPlanHasItsLabelsInTheirOrder() throws IOException {
        // when
        JsonNode plan = JSON.readTree(HallShape.OF_4900.document("plan", "venue"));

        // then
        List<String> labels = new ArrayList<>();
        plan.path("sections").forEach(section -> section.path("rows").forEach(row -> row.path("seats")
                .forEach(seat -> labels.add(seat.path("label").asText()))));
        assertThat(labels).hasSize(4_900).doesNotHaveDuplicates().isEqualTo(HallShape.OF_4900.labels());
        assertThat(HallShape.OF_265.labels()).hasSize(265);
        assertThat(HallShape.OF_20000.labels()).hasSize(20_000);
        assertThat(HallShape.OF_50000.labels()).hasSize(50_000);
    }

    @Test
    void withoutNamesEverythingIsMeasured() {
        // when
        Options options = Options.parse("--runs", "5");

        // then
        assertThat(options.scenarios()).containsExactly(Scenario.values());
        assertThat(options.runs()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "--connections", "--runs nine", "--connections 61", "--seconds 0"})
    void whatIsNotKnownIsRefused(String given) {
        assertThatThrownBy(() -> Options.parse(given.split(" "))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatOthersUsedIsTheRestOfTheMachine() throws IOException {
        // given
        LoadResult load = new LoadResult(
                JSON.readTree("{\"answered\":100,\"issued\":100,\"seconds\":2.0,\"cpuMs\":50}"), List.of());

        // when
        Run run = Run.between(
                "test",
                Door.GATEWAY,
                load,
                Map.of(Part.SEAT, 1_000L, Part.AUTH, 10L, Part.FOREIGN, 5_000L),
                Map.of(Part.SEAT, 1_100L, Part.AUTH, 20L, Part.FOREIGN, 5_360L));

        // then
        assertThat(run.perRequest()).isEqualTo(1.0);
        assertThat(run.perRequest(Part.AUTH)).isEqualTo(0.1);
        assertThat(run.foreignShare()).isEqualTo(0.1);
    }

    @Test
    void aBarIsMetFromTheRightSide() {
        assertThat(Figure.atMost("cost", 1.2, "", 1.2).verdict()).isEqualTo("met");
        assertThat(Figure.atMost("cost", 1.3, "", 1.2).verdict()).contains("missed");
        assertThat(Figure.atLeast("rate", 1_200, "", 1_200).verdict()).isEqualTo("met");
        assertThat(Figure.atLeast("rate", 1_199, "", 1_200).verdict()).contains("missed");
        assertThat(Figure.told("rate", 1, "/s").verdict()).isEmpty();
    }
}
