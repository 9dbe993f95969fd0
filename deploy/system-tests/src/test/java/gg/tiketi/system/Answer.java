package gg.tiketi.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/**
 * What the gateway answered.
 *
 * @param body the JSON body; a missing node when there was none or it was something else
 */
public record Answer(int status, HttpHeaders headers, JsonNode body, String text) {

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
