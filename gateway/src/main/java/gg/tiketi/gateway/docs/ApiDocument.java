package gg.tiketi.gateway.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import gg.tiketi.gateway.route.RouteTable;
import gg.tiketi.gateway.route.Upstream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One OpenAPI document made of several. Only paths that the gateway routes to the very service that describes them are
 * taken; a component whose name means two different things is renamed with its service's name in front.
 */
final class ApiDocument {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String REFERENCE = "$ref";
    private static final String COMPONENTS = "#/components/";

    private final ObjectNode paths = JSON.objectNode();
    private final ObjectNode components = JSON.objectNode();
    private final ArrayNode tags = JSON.arrayNode();
    private final Set<String> tagNames = new HashSet<>();

    /** Adds a service's document. */
    void add(Upstream upstream, JsonNode document) {
        Map<String, String> renamed = addComponents(upstream, document.path("components"));
        document.path("paths").properties().forEach(path -> {
            if (isPublic(upstream, path.getKey())) {
                paths.set(path.getKey(), pointTo(renamed, path.getValue().deepCopy()));
            }
        });
        document.path("tags").forEach(tag -> {
            if (tagNames.add(tag.path("name").asText())) {
                tags.add(tag);
            }
        });
    }

    /** The whole document; whatever an operation refuses for reasons that it does not name, it refuses with a problem. */
    ObjectNode toJson() {
        components.withObject("/schemas").set("Problem", problem());
        components
                .withObject("/responses")
                .putObject("Problem")
                .put("description", "Refused, or failed: `type` tells why, problem by problem in the documentation")
                .putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put(REFERENCE, COMPONENTS + "schemas/Problem");
        paths.forEach(path -> path.forEach(operation -> {
            if (operation.get("responses") instanceof ObjectNode responses) {
                responses.putObject("default").put(REFERENCE, COMPONENTS + "responses/Problem");
            }
        }));
        ObjectNode whole = JSON.objectNode();
        whole.put("openapi", "3.1.0");
        whole.putObject("info").put("title", "Tiketi").put("version", "1");
        whole.putArray("servers").addObject().put("url", "/");
        whole.set("tags", tags);
        whole.set("paths", paths);
        whole.set("components", components);
        return whole;
    }

    /** RFC 9457 with our two members; further ones belong to the type. */
    private static ObjectNode problem() {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode members = schema.putObject("properties");
        members.putObject("type").put("type", "string").put("format", "uri");
        members.putObject("title").put("type", "string").put("description", "Korean, or English if preferred");
        members.putObject("status").put("type", "integer");
        members.putObject("detail").put("type", "string").put("description", "For a developer, in English");
        members.putObject("requestId").put("type", "string");
        schema.putArray("required").add("type").add("title").add("status").add("requestId");
        schema.putArray("examples")
                .addObject()
                .put("type", "https://tiketi.gg/problems/not-found")
                .put("title", "찾을 수 없습니다")
                .put("status", 404)
                .put("requestId", "0199f0d2-5f3c-7aab-8c11-0242ac120002");
        return schema;
    }

    private static boolean isPublic(Upstream upstream, String template) {
        return RouteTable.find(template).equals(Optional.of(upstream));
    }

    private Map<String, String> addComponents(Upstream upstream, JsonNode theirs) {
        Map<String, String> renamed = new HashMap<>();
        theirs.properties().forEach(kind -> kind.getValue().properties().forEach(component -> {
            JsonNode known = components.path(kind.getKey()).path(component.getKey());
            if (!known.isMissingNode() && !known.equals(component.getValue())) {
                renamed.put(
                        COMPONENTS + kind.getKey() + "/" + component.getKey(),
                        COMPONENTS + kind.getKey() + "/" + prefix(upstream) + component.getKey());
            }
        }));
        theirs.properties().forEach(kind -> kind.getValue().properties().forEach(component -> {
            String old = COMPONENTS + kind.getKey() + "/" + component.getKey();
            String name = renamed.getOrDefault(old, old);
            components
                    .withObject("/" + kind.getKey())
                    .set(
                            name.substring(name.lastIndexOf('/') + 1),
                            pointTo(renamed, component.getValue().deepCopy()));
        }));
        return renamed;
    }

    /** Replaces references to renamed components, everywhere below the node. */
    private static JsonNode pointTo(Map<String, String> renamed, JsonNode node) {
        if (renamed.isEmpty()) {
            return node;
        }
        if (node instanceof ObjectNode object && object.get(REFERENCE) instanceof TextNode reference) {
            object.put(REFERENCE, renamed.getOrDefault(reference.asText(), reference.asText()));
        }
        node.forEach(child -> pointTo(renamed, child));
        return node;
    }

    private static String prefix(Upstream upstream) {
        String name = upstream.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
