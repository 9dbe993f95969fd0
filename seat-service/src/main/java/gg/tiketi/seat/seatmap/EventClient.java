package gg.tiketi.seat.seatmap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Asks event-service for changes and plans, and tells it what is left. */
@ApplicationScoped
public class EventClient {

    private static final int CONNECT_TIMEOUT_MS = 1_000;

    private final WebClient client;
    private final ObjectMapper json;
    private final EventFeedConfig config;
    private final String serviceToken;

    EventClient(
            Vertx vertx,
            ObjectMapper json,
            EventFeedConfig config,
            @ConfigProperty(name = "tiketi.internal.token") String serviceToken) {
        this.client = WebClient.create(
                vertx,
                new WebClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS).setDecompressionSupported(true));
        this.json = json;
        this.config = config;
        this.serviceToken = serviceToken;
    }

    /** The changes after a number, oldest first. */
    public Uni<EventChange.Page> changesAfter(long number) {
        return get("/internal/changes?after=" + number + "&limit=" + config.pageSize())
                .map(body -> read(body, EventChange.Page.class));
    }

    /** A published plan's document. */
    public Uni<String> plan(UUID planId, int planVersion) {
        return get("/internal/plans/" + planId + "/" + planVersion);
    }

    /** Sends a JSON document to an internal path. */
    public Uni<Void> post(String path, String body) {
        return authorised(client.postAbs(config.url() + path))
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer(body))
                .map(response -> ok(response, path))
                .replaceWithVoid();
    }

    private Uni<String> get(String path) {
        return authorised(client.getAbs(config.url() + path)).send().map(response -> ok(response, path));
    }

    private HttpRequest<Buffer> authorised(HttpRequest<Buffer> request) {
        return request.timeout(config.timeout().toMillis()).putHeader("Authorization", "Bearer " + serviceToken);
    }

    private static String ok(HttpResponse<Buffer> response, String path) {
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException("event-service answered " + response.statusCode() + " to " + path);
        }
        String body = response.bodyAsString();
        return body == null ? "" : body;
    }

    private <T> T read(String body, Class<T> type) {
        try {
            // A newer event-service may tell more than this version needs.
            return json.readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(body);
        } catch (JsonProcessingException unexpected) {
            throw new IllegalStateException("event-service's answer has an unknown shape", unexpected);
        }
    }
}
