package gg.tiketi.system.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import gg.tiketi.system.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The public operations as the merged OpenAPI document tells them. */
final class Api {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head", "options");
    private static final String JSON_TYPE = "application/json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    private Api(JsonNode document) {
        this.document = document;
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation -> operations.add(new Operation(
                        operation.getKey().toUpperCase(Locale.ROOT),
                        path.getKey(),
                        operation.getValue(),
                        path.getValue().path("parameters")))));
    }

    /** As the gateway tells it now. */
    static Api of(Client client) {
        Api api = new Api(client.get("/openapi.json").body());
        if (api.operations.isEmpty()) {
            throw new AssertionError("the API document is empty");
        }
        return api;
    }

    /** All operations, in the document's order. */
    List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** One method of one path. */
    final class Operation {

        private final String method;
        private final String path;
        private final JsonNode text;
        private final List<Parameter> parameters = new ArrayList<>();

        private Operation(String method, String path, JsonNode text, JsonNode shared) {
            this.method = method;
            this.path = path;
            this.text = text;
            for (JsonNode list : List.of(shared, text.path("parameters"))) {
                list.forEach(parameter -> {
                    JsonNode resolved = resolve(parameter);
                    parameters.add(new Parameter(
                            resolved.path("name").asText(),
                            resolved.path("in").asText(),
                            resolve(resolved.path("schema"))));
                });
            }
        }

        String method() {
            return method;
        }

        /** The path with its templates, such as {@code /api/events/{eventId}}. */
        String path() {
            return path;
        }

        List<Parameter> parameters() {
            return List.copyOf(parameters);
        }

        /** The schema of the JSON body; nothing when the operation takes none. */
        @Nullable
        JsonNode body() {
            JsonNode schema = resolve(text.path("requestBody"))
                    .path("content")
                    .path(JSON_TYPE)
                    .path("schema");
            return schema.isMissingNode() ? null : resolve(schema);
        }

        /** Whether the document says that this status may come. */
        boolean documents(int status) {
            JsonNode responses = text.path("responses");
            return responses.has(Integer.toString(status)) || status >= 400 && responses.has("default");
        }

        /** What is wrong with the body of an answer that the document gives a schema for; empty when nothing is. */
        String violations(int status, JsonNode body) {
            String key = Integer.toString(status);
            JsonNode answer = resolve(text.path("responses").path(key));
            JsonNode schema = answer.path("content").path(JSON_TYPE).path("schema");
            if (schema.isMissingNode()) {
                return "";
            }
            return compiled.computeIfAbsent(this + " " + key, name -> compile(schema)).validate(body).stream()
                    .map(Object::toString)
                    .collect(Collectors.joining("; "));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** A parameter of an operation: in the path, the query or a header. */
    record Parameter(String name, String in, JsonNode schema) {}

    /** The node that a reference leads to, or the node itself. */
    JsonNode resolve(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isTextual() ? resolve(document.at(reference.asText().substring(1))) : node;
    }

    /** With the document's components beside it, so that references lead somewhere. */
    private JsonSchema compile(JsonNode schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("components", document.path("components"));
        whole.putArray("allOf").add(schema);
        return SCHEMAS.getSchema(whole);
    }
}
