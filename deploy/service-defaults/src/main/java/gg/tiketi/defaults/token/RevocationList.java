package gg.tiketi.defaults.token;

import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * auth-service's list of ended sign-ins, read every few seconds in the background so that no request waits for it. It
 * names only who is refused: while auth-service is away the last list stays in use and everybody else goes on.
 */
@DefaultBean
@ApplicationScoped
public class RevocationList implements Revocations {

    private static final Logger LOG = Logger.getLogger(RevocationList.class);
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int REQUEST_TIMEOUT_MS = 2_000;
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final String PATH = "/internal/revocations";

    private final Vertx vertx;
    private final HttpClient client;
    private final RevocationSet known;
    private final URI url;
    private final Duration refresh;
    private final Duration retry;
    private volatile @Nullable String etag;

    RevocationList(Vertx vertx, TokenConfig config, RevocationSet known) {
        this.vertx = vertx;
        this.known = known;
        this.url = config.revocationsUrl().orElseGet(() -> config.jwksUrl().resolve(PATH));
        this.refresh = config.revocationsRefresh();
        this.retry = config.jwksRetry();
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS));
    }

    void start(@Observes StartupEvent started) {
        read();
    }

    @Override
    public boolean contains(String fingerprint) {
        return known.contains(fingerprint);
    }

    private void read() {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url.toString())
                .setTimeout(REQUEST_TIMEOUT_MS);
        String last = etag;
        if (last != null) {
            request.putHeader("If-None-Match", last);
        }
        client.request(request).compose(sent -> sent.send().compose(this::take)).onComplete(result -> {
            if (result.failed()) {
                LOG.debugf("revocations not read url=%s reason=%s", url, result.cause());
            }
            vertx.setTimer((known.isRead() ? refresh : retry).toMillis(), timer -> read());
        });
    }

    private Future<Void> take(HttpClientResponse response) {
        return switch (response.statusCode()) {
            case OK ->
                response.body().map(body -> {
                    known.replace(parse(body.toJsonObject()));
                    etag = response.getHeader("ETag");
                    return null;
                });
            case NOT_MODIFIED -> {
                known.confirm();
                yield Future.succeededFuture();
            }
            default -> Future.failedFuture("status " + response.statusCode());
        };
    }

    private static List<String> parse(JsonObject document) {
        JsonArray sessions = document.getJsonArray("sessions");
        if (sessions == null) {
            throw new IllegalArgumentException("not a list of revocations");
        }
        return sessions.stream().map(String.class::cast).toList();
    }
}
