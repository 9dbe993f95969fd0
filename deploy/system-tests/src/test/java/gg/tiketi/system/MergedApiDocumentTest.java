package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningSuite.class)
class MergedApiDocumentTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head", "options");

    @Test
    void itContainsThePublicOperationsOfAllServices(Client client) {
        // when
        JsonNode document = client.get("/openapi.json").body();

        // then
        assertThat(operations(document))
                .contains(
                        "post /api/auth/register",
                        "post /api/auth/login",
                        "post /api/auth/refresh",
                        "post /api/auth/logout",
                        "get /api/auth/me",
                        "patch /api/auth/me",
                        "get /api/auth/sessions",
                        "delete /api/auth/sessions/{id}",
                        "get /.well-known/jwks.json",
                        "get /api/events",
                        "get /api/events/{eventId}",
                        "get /api/venues",
                        "post /api/admin/events/{eventId}/cancel",
                        "post /api/admin/events/{eventId}/stop-sale",
                        "post /api/admin/events/{eventId}/resume-sale",
                        "get /api/events/{eventId}/seat-map",
                        "get /api/events/{eventId}/seats",
                        "post /api/events/{eventId}/reservations",
                        "get /api/reservations",
                        "get /api/reservations/{id}",
                        "delete /api/reservations/{id}",
                        "post /api/reservations/{id}/payments");
    }

    @Test
    void itSaysNothingOfWhatIsNotPublic(Client client) {
        // when
        Answer answer = client.get("/openapi.json");

        // then
        assertThat(answer.text()).doesNotContain("internal/", "/health", "/metrics", "gg.tiketi");
    }

    @Test
    void everyReferenceLeadsSomewhere(Client client) {
        // when
        JsonNode document = client.get("/openapi.json").body();

        // then
        List<JsonNode> references = document.findValues("$ref");
        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.at(reference.asText().substring(1)).isMissingNode())
                .as(reference.asText())
                .isFalse());
    }

    @Test
    void itsPageAnswers(Client client) {
        // when
        Answer page = client.get("/api-docs/");

        // then
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text()).contains("/openapi.json");
    }

    private static List<String> operations(JsonNode document) {
        List<String> operations = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation -> operations.add(operation.getKey() + " " + path.getKey())));
        return operations;
    }
}
