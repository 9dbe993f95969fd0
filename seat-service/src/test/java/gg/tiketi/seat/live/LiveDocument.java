package gg.tiketi.seat.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The published AsyncAPI document, to hold against what really goes over the wire. */
final class LiveDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;
    private final Map<String, JsonSchema> schemaByType = new HashMap<>();

    LiveDocument() {
        try (InputStream in = LiveDocument.class.getResourceAsStream("/META-INF/resources/asyncapi.json")) {
            document = JSON.readTree(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
        document.at("/components/messages").properties().forEach(message -> {
            String reference = message.getValue().at("/payload/$ref").asText();
            ObjectNode schema = JSON.createObjectNode().put("$ref", reference);
            schema.set("components", document.path("components"));
            String type = document.at(reference.substring(1) + "/properties/type/const")
                    .asText();
            schemaByType.put(type, factory.getSchema(schema));
        });
    }

    JsonNode document() {
        return document;
    }

    /** What is wrong with a message according to the document; nothing when it fits. */
    Set<ValidationMessage> violations(String message) {
        try {
            JsonNode json = JSON.readTree(message);
            JsonSchema schema = schemaByType.get(json.path("type").asText());
            if (schema == null) {
                return Set.of(
                        ValidationMessage.builder().message("undocumented type").build());
            }
            return schema.validate(json);
        } catch (JsonProcessingException malformed) {
            return Set.of(ValidationMessage.builder().message("not JSON").build());
        }
    }
}
