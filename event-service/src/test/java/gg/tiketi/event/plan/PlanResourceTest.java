package gg.tiketi.event.plan;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.event.ServiceCalls;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class PlanResourceTest {

    @Inject
    ObjectMapper json;

    @Test
    void everyPublishedEventHasItsPlanWithExactlyItsPlaces() throws IOException {
        // given
        List<Map<String, Object>> events =
                ServiceCalls.get("/internal/changes?limit=500").jsonPath().getList("changes.event");
        Set<String> paths = events.stream()
                .map(event -> "/internal/plans/" + event.get("planId") + "/" + event.get("planVersion"))
                .collect(Collectors.toSet());

        // when
        Set<Integer> capacities = new TreeSet<>();
        for (String path : paths) {
            capacities.add(capacity(json.readTree(ServiceCalls.get(path).asByteArray())));
        }

        // then
        Assertions.assertThat(capacities).contains(265, 1_250, 4_900, 15_000, 50_000);
    }

    @Test
    void unknownPlansAndVersionsAreNotFound() {
        for (String path :
                List.of("00000000-0000-0000-0000-000000000000/1", "00000000-0000-0000-0000-000000000000/0")) {
            given().header("Authorization", ServiceCalls.BEARER)
                    .get("/internal/plans/" + path)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json");
        }
    }

    @Test
    void malformedPlanNamesAreRefused() {
        given().header("Authorization", ServiceCalls.BEARER)
                .get("/internal/plans/hall/1")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    private static int capacity(JsonNode plan) {
        int capacity = 0;
        Set<String> labels = new HashSet<>();
        for (JsonNode section : plan.get("sections")) {
            capacity += section.path("standing").path("capacity").asInt(0);
            for (JsonNode row : section.get("rows")) {
                for (JsonNode seat : row.get("seats")) {
                    capacity++;
                    Assertions.assertThat(labels.add(seat.get("label").asText()))
                            .isTrue();
                }
            }
        }
        return capacity;
    }
}
