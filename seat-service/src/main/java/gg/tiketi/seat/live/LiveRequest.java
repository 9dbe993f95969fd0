package gg.tiketi.seat.live;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** What a client may say. */
sealed interface LiveRequest {

    /** Send everything again. */
    record Resync() implements LiveRequest {}

    /** Send my account's own news as well. */
    record SignIn(String token) implements LiveRequest {

        @Override
        public String toString() {
            return "SignIn";
        }
    }

    /**
     * Something else.
     *
     * @param why one sentence for a developer
     */
    record Malformed(String why) implements LiveRequest {}

    /** Reads a message. */
    static LiveRequest parse(String text) {
        JsonObject json;
        try {
            json = new JsonObject(text);
        } catch (DecodeException notAnObject) {
            return new Malformed("a message is a JSON object");
        }
        if (!(json.getValue("type") instanceof String type)) {
            return new Malformed("type must be a text");
        }
        return switch (type) {
            case "resync" -> json.fieldNames().equals(Set.of("type")) ? new Resync() : new Malformed("unknown field");
            case "auth" -> signIn(json);
            default -> new Malformed("unknown type");
        };
    }

    private static LiveRequest signIn(JsonObject json) {
        if (!json.fieldNames().equals(Set.of("type", "token"))) {
            return new Malformed("auth has the fields type and token");
        }
        return json.getValue("token") instanceof String token
                ? new SignIn(token)
                : new Malformed("token must be a text");
    }
}
