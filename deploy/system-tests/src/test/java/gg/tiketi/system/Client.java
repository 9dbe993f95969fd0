package gg.tiketi.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One caller of the public API: nobody at first, somebody with a token after {@link #signedUp} or {@link #signedIn}. */
public final class Client {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    // Shared: each has its own connections and threads.
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60))
            .build();

    private final String url;
    private final @Nullable String token;

    /** A caller without a token. */
    public Client(String url) {
        this(url, null);
    }

    private Client(String url, @Nullable String token) {
        this.url = url;
        this.token = token;
    }

    /** The gateway's address. */
    public String url() {
        return url;
    }

    /** The access token; fails for a caller without one. */
    public String token() {
        if (token == null) {
            throw new IllegalStateException("nobody is signed in");
        }
        return token;
    }

    /** The same caller with this access token. */
    public Client withToken(String other) {
        return new Client(url, other);
    }

    /** Registers a fresh account and returns its caller. */
    public Client signedUp() {
        return withTokenOf(register("buyer-" + UUID.randomUUID() + "@example.com", "correct horse battery 9"));
    }

    /** Signs in and returns the account's caller. */
    public Client signedIn(String email, String password) {
        return withTokenOf(login(email, password));
    }

    private Client withTokenOf(Answer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException("no token: " + answer.status() + " " + answer.text());
        }
        return withToken(answer.body().path("accessToken").asText());
    }

    /** Registers an account. */
    public Answer register(String email, String password) {
        return post("/api/auth/register", Map.of("email", email, "password", password, "name", "김하나"));
    }

    /** Signs in. */
    public Answer login(String email, String password) {
        return post("/api/auth/login", Map.of("email", email, "password", password));
    }

    /** GET. */
    public Answer get(String path) {
        return send("GET", path, null, Map.of());
    }

    /** POST with a JSON body: an object that Jackson can write, or a string that is sent as it is. */
    public Answer post(String path, @Nullable Object body) {
        return send("POST", path, body, Map.of());
    }

    /** POST with a fresh idempotency key. */
    public Answer postOnce(String path, @Nullable Object body) {
        return send(
                "POST", path, body, Map.of("Idempotency-Key", UUID.randomUUID().toString()));
    }

    /** DELETE with a fresh idempotency key. */
    public Answer deleteOnce(String path) {
        return send(
                "DELETE",
                path,
                null,
                Map.of("Idempotency-Key", UUID.randomUUID().toString()));
    }

    /** Any request; the token, if there is one, goes with it unless {@code headers} has another Authorization. */
    public Answer send(String method, String path, @Nullable Object body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>();
        if (token != null) {
            all.put("Authorization", "Bearer " + token);
        }
        if (body != null) {
            all.put("Content-Type", "application/json");
        }
        all.putAll(headers);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text(body)));
        all.forEach(request::setHeader);
        return answer(request.build());
    }

    private static String text(Object body) {
        try {
            return body instanceof String text ? text : JSON.writeValueAsString(body);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException(unwritable);
        }
    }

    private static Answer answer(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            return Answer.of(response.statusCode(), response.headers(), response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(request.method() + " " + request.uri() + ": " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
