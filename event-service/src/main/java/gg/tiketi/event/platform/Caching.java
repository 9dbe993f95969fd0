package gg.tiketi.event.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Answers that a shared cache may keep for a second. The strong ETag is a hash of the very bytes, so a 304 never
 * confirms something that has changed in any detail.
 */
@ApplicationScoped
public class Caching {

    /** One second is what a status or a count may be old; it is enough for a CDN to take a rush off us. */
    private static final String FOR_A_SECOND = "public, max-age=1";

    private static final int TAG_BYTES = 16;

    private final ObjectMapper json;

    Caching(ObjectMapper json) {
        this.json = json;
    }

    /** The body as JSON, or 304 when the caller has exactly this already. */
    public Response answer(Object body, @Nullable String ifNoneMatch) {
        byte[] bytes = write(body);
        String tag = tag(bytes);
        Response.ResponseBuilder answer = isKnown(tag, ifNoneMatch)
                ? Response.notModified()
                : Response.ok(bytes, MediaType.APPLICATION_JSON_TYPE);
        return answer.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, FOR_A_SECOND)
                .build();
    }

    /** RFC 9110: If-None-Match lists tags or says "*", and compares weakly. */
    static boolean isKnown(String tag, @Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .map(known -> known.startsWith("W/") ? known.substring(2) : known)
                        .anyMatch(known -> known.equals("*") || known.equals(tag));
    }

    private byte[] write(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("an answer is plain data", broken);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TAG_BYTES)) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
