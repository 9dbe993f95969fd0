package gg.tiketi.defaults.problem;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure on its way to the caller. Title language and request id are added at the edge by
 * {@link ProblemWriter}, so that a use case never needs to know who asked.
 *
 * @param type what kind of problem
 * @param detail one sentence about this occurrence for a developer, never with secrets or other people's data
 * @param members extension members, in the order they were added
 * @param headers response headers that belong to the problem, such as {@code Retry-After}
 */
public record Problem(
        ProblemType type, @Nullable String detail, Map<String, Object> members, Map<String, String> headers) {

    /** The media type of every problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        members = new LinkedHashMap<>(members);
        headers = Map.copyOf(headers);
    }

    /** A problem of the given type without detail. */
    public static Problem of(ProblemType type) {
        return new Problem(type, null, Map.of(), Map.of());
    }

    /** The caller must sign in, by a bearer token (RFC 6750, section 3). */
    public static Problem unauthenticated() {
        return of(CommonProblem.UNAUTHENTICATED).header("WWW-Authenticate", "Bearer");
    }

    /** Not now; the caller may try again after this. */
    public static Problem unavailable(Duration retryAfter) {
        return of(CommonProblem.UNAVAILABLE).retryAfter(retryAfter);
    }

    /** The same problem with a sentence about this occurrence. */
    public Problem detail(String text) {
        return new Problem(type, text, members, headers);
    }

    /** The same problem with one more extension member. */
    public Problem with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Problem(type, detail, more, headers);
    }

    /** The same problem with one more response header. */
    public Problem header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(type, detail, members, more);
    }

    /** The same problem telling when to try again; rounded up to whole seconds, at least 1. */
    public Problem retryAfter(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return header("Retry-After", Long.toString(seconds));
    }

    /** The HTTP response that carries this problem; its body is written by {@link ProblemWriter}. */
    public Response response() {
        Response.ResponseBuilder builder =
                Response.status(type.status()).entity(this).type(MEDIA_TYPE);
        headers.forEach(builder::header);
        return builder.build();
    }
}
