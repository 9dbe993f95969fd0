package gg.tiketi.gateway.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.gateway.platform.GatewayConfig;
import gg.tiketi.gateway.route.Upstream;
import gg.tiketi.gateway.route.UpstreamConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /openapi.json}. The services are asked at most once per cache time, however many ask here; one that
 * is away is described by what it said last, or left out.
 */
@Singleton
public class ApiDocumentRoute {

    private static final Logger LOG = Logger.getLogger(ApiDocumentRoute.class);
    private static final String PATH = "/openapi.json";
    private static final String THEIRS = "/openapi?format=json";
    private static final String ASK_FIRST = "no-cache";
    private static final int TIMEOUT_MS = 2_000;

    private final ObjectMapper json;
    private final UpstreamConfig upstreams;
    private final long cacheNanos;
    private final HttpClient client;
    private final Map<Upstream, JsonNode> lastGood = new ConcurrentHashMap<>();
    private volatile @Nullable Cached cached;

    private record Cached(Future<String> text, long madeAt) {}

    ApiDocumentRoute(Vertx vertx, ObjectMapper json, UpstreamConfig upstreams, GatewayConfig config) {
        this.json = json;
        this.upstreams = upstreams;
        this.cacheNanos = config.documentCache().toNanos();
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(TIMEOUT_MS));
    }

    /** Answers the document's address, lets everything else go on (true). */
    public boolean answer(RoutingContext context) {
        if (!PATH.equals(context.request().path())
                || !context.request().method().equals(HttpMethod.GET)) {
            return true;
        }
        current()
                .onSuccess(text -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .putHeader(HttpHeaders.CACHE_CONTROL, ASK_FIRST)
                        .end(text))
                .onFailure(context::fail);
        return false;
    }

    private Future<String> current() {
        Cached known = cached;
        if (known != null && System.nanoTime() - known.madeAt() < cacheNanos) {
            return known.text();
        }
        Cached fresh = new Cached(build(), System.nanoTime());
        cached = fresh;
        return fresh.text();
    }

    private Future<String> build() {
        List<Future<Void>> reads = Stream.of(Upstream.values()).map(this::read).toList();
        return Future.join(reads).map(done -> merged());
    }

    private String merged() {
        ApiDocument document = new ApiDocument();
        for (Upstream upstream : Upstream.values()) {
            JsonNode theirs = lastGood.get(upstream);
            if (theirs != null) {
                document.add(upstream, theirs);
            }
        }
        return document.toJson().toString();
    }

    /** Never fails: a service that is away changes nothing. */
    private Future<Void> read(Upstream upstream) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(upstream.url(upstreams).resolve(THEIRS).toString())
                .setTimeout(TIMEOUT_MS);
        return client.request(request)
                .compose(sent -> sent.send().compose(this::parse))
                .onSuccess(theirs -> lastGood.put(upstream, theirs))
                .onFailure(away -> LOG.debugf("api document not read service=%s reason=%s", upstream, away))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private Future<JsonNode> parse(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Future.failedFuture("status " + response.statusCode());
        }
        return response.body().compose(body -> {
            try {
                return Future.succeededFuture(json.readTree(body.toString()));
            } catch (JsonProcessingException malformed) {
                return Future.failedFuture(malformed);
            }
        });
    }
}
