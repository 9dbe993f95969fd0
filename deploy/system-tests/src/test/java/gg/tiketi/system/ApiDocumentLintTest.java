package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API document says of every operation what a stranger needs to call it, and a generator to make a client. */
@ExtendWith(RunningSuite.class)
class ApiDocumentLintTest {

    private static final Pattern TEMPLATE = Pattern.compile("\\{([^}]*)}");
    private static final Set<String> BODILESS = Set.of("204", "304");

    private final List<String> wrong = new ArrayList<>();

    @Test
    void everyOperationIsToldWhole(Client client) {
        // given
        JsonNode document = client.get("/openapi.json").body();

        // when
        Set<String> ids = new HashSet<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> operation.getValue().has("responses"))
                .forEach(operation -> {
                    String name = operation.getKey() + " " + path.getKey();
                    lint(name, path.getKey(), operation.getValue());
                    String id = operation.getValue().path("operationId").asText(name);
                    check(ids.add(id), name, "shares its operationId " + id);
                }));
        document.path("components")
                .path("schemas")
                .properties()
                .forEach(schema -> lintSchema(schema.getKey(), schema.getValue()));

        // then
        assertThat(ids).isNotEmpty();
        assertThat(wrong).isEmpty();
    }

    private void lint(String name, String path, JsonNode operation) {
        check(!operation.path("summary").asText().isBlank(), name, "has no summary");
        check(operation.path("tags").size() == 1, name, "has not one tag");
        Set<String> told = new HashSet<>();
        operation.path("parameters").forEach(parameter -> {
            check(parameter.path("schema").size() > 0, name, "does not tell what " + parameter.path("name") + " is");
            if (parameter.path("in").asText().equals("path")) {
                told.add(parameter.path("name").asText());
            }
        });
        Set<String> needed = TEMPLATE.matcher(path)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
        check(told.equals(needed), name, "tells of " + told + " in its path, not of " + needed);
        check(operation.at("/responses/default").size() > 0, name, "does not tell how it refuses");
        boolean succeeds = false;
        for (var answer : operation.path("responses").properties()) {
            String status = answer.getKey();
            succeeds |= status.startsWith("2");
            boolean isAccepted = status.equals("202") && !answer.getValue().has("content");
            if (status.startsWith("2") && !BODILESS.contains(status) && !isAccepted) {
                JsonNode schema = answer.getValue().at("/content/application~1json/schema");
                check(schema.has("$ref"), name, "has no named schema for its " + status + ": " + answer.getValue());
            }
        }
        check(succeeds, name, "does not tell what comes when all is well");
    }

    private void lintSchema(String name, JsonNode schema) {
        boolean isObject = schema.path("type").asText().equals("object");
        check(
                !isObject || schema.path("properties").size() > 0 || schema.has("additionalProperties"),
                name,
                "is an object of nothing");
        check(
                schema.has("type") || schema.has("$ref") || schema.has("oneOf") || schema.has("allOf"),
                name,
                "has no type");
    }

    private void check(boolean right, String name, String what) {
        if (!right) {
            wrong.add(name + " " + what);
        }
    }
}
