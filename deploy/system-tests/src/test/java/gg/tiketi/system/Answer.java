package gg.tiketi.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;

/**
 * What the gateway answered.
 *
 * @param body the JSON body; a missing node when there was none or it was something else
 */
public record Answer(int status, HttpHeaders headers, JsonNode body, String text) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the text as JSON when the content type says so. */
    public static Answer of(int status, HttpHeaders headers, String text) {
        boolean isJson = headers.firstValue("Content-Type")
                .filter(type -> type.contains("json"))
                .isPresent();
        JsonNode body = isJson && !text.isEmpty() ? read(text) : MissingNode.getInstance();
        return new Answer(status, headers, body, text);
    }

    /** The text, which must be JSON. */
    public static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new AssertionError("no JSON, though it should be: " + text, wrong);
        }
    }

    /** The first value of a header, or the empty string. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The last part of a problem's type, such as {@code seats-taken}; the empty string when it is no problem. */
    public String problem() {
        String type = body.path("type").asText("");
        return header("Content-Type").startsWith("application/problem+json")
                ? type.substring(type.lastIndexOf('/') + 1)
                : "";
    }
}
