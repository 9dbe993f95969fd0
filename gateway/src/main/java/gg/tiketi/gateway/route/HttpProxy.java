package gg.tiketi.gateway.route;

import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemWriter;
import gg.tiketi.gateway.limit.BodyLimit;
import gg.tiketi.gateway.platform.GatewayConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Passes a plain request to a service and its answer back, as streams in both directions. Nothing is retried here: only
 * the caller knows whether its request may run twice. Either side going away ends the other.
 */
@ApplicationScoped
public class HttpProxy {

    private static final Logger LOG = Logger.getLogger(HttpProxy.class);

    /** Shorter than the services' own idle timeout, so that a connection is never closed under a request. */
    private static final int KEEP_ALIVE_SECONDS = 45;

    /** Long enough for an answer to reach a slow caller, short enough that a flood costs little. */
    private static final int LINGER_MS = 500;

    private final HttpClient client;
    private final UpstreamConfig upstreams;
    private final GatewayConfig config;
    private final ForwardedHeaders headers;
    private final BodyLimit bodies;
    private final ProblemWriter problems;

    HttpProxy(
            Vertx vertx,
            UpstreamConfig upstreams,
            GatewayConfig config,
            ForwardedHeaders headers,
            BodyLimit bodies,
            ProblemWriter problems) {
        this.upstreams = upstreams;
        this.config = config;
        this.headers = headers;
        this.bodies = bodies;
        this.problems = problems;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                        .setMaxWaitQueueSize(config.waiting())
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(config.connections()));
    }

    /** Forwards the request. */
    public void forward(RoutingContext context, Upstream upstream) {
        HttpServerRequest request = context.request();
        request.pause();
        if (bodies.refuses(request)) {
            refuseBody(context);
            return;
        }
        client.request(options(request, upstream))
                .onSuccess(outgoing -> exchange(context, outgoing))
                .onFailure(failure -> fail(context, failure));
    }

    private RequestOptions options(HttpServerRequest request, Upstream upstream) {
        return UpstreamAddress.of(upstream.url(upstreams))
                .setMethod(request.method())
                .setURI(UpstreamAddress.pathAndQuery(request))
                .setConnectTimeout(config.connectTimeout().toMillis())
                .setIdleTimeout(config.responseTimeout().toMillis());
    }

    private void exchange(RoutingContext context, HttpClientRequest outgoing) {
        HttpServerRequest request = context.request();
        HttpServerResponse answer = context.response();
        if (answer.closed()) {
            outgoing.reset();
            return;
        }
        answer.closeHandler(gone -> outgoing.reset());
        // What failed is told by the response's future; without a handler Vert.x would log it as an error as well.
        outgoing.exceptionHandler(failure -> LOG.debugf("exchange ended reason=%s", failure.getMessage()));
        headers.toService(request, outgoing.headers());
        outgoing.response()
                .onSuccess(incoming -> answer(context, incoming))
                .onFailure(failure -> fail(context, failure));
        send(context, outgoing);
    }

    private void send(RoutingContext context, HttpClientRequest outgoing) {
        HttpServerRequest request = context.request();
        if (!BodyLimit.hasBody(request)) {
            outgoing.end();
            request.resume();
            return;
        }
        if (!request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            outgoing.setChunked(true);
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
        bodies.stream(request, outgoing, () -> {
            refuseBody(context);
            outgoing.reset();
        });
    }

    private void answer(RoutingContext context, HttpClientResponse incoming) {
        HttpServerResponse answer = context.response();
        if (answer.headWritten() || answer.closed()) {
            incoming.request().reset();
            return;
        }
        answer.setStatusCode(incoming.statusCode());
        ForwardedHeaders.toCaller(incoming.headers(), answer.headers());
        if (isBodiless(context.request().method(), incoming.statusCode())) {
            incoming.resume();
            answer.end();
            return;
        }
        if (!incoming.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            answer.setChunked(true);
        }
        incoming.pipe().endOnFailure(false).to(answer).onFailure(failure -> fail(context, failure));
    }

    private void fail(RoutingContext context, Throwable failure) {
        HttpServerResponse answer = context.response();
        if (answer.ended() || answer.closed()) {
            return;
        }
        LOG.debugf("service did not answer path=%s reason=%s", context.request().path(), failure);
        if (answer.headWritten()) {
            // Half an answer is out: only a cut connection tells the caller that the rest will not come.
            answer.reset();
            return;
        }
        answer.setChunked(false);
        answer.headers().remove(HttpHeaders.CONTENT_LENGTH).remove(HttpHeaders.CONTENT_ENCODING);
        refuse(context, UpstreamFailure.problem(failure, config.retryAfter()));
    }

    private void refuse(RoutingContext context, Problem problem) {
        problems.write(context, problem);
        context.request().resume();
    }

    /** Reads and drops what still arrives for a moment: closing at once could destroy the answer on its way. */
    private void refuseBody(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.handler(rest -> {});
        refuse(context, BodyLimit.tooLarge());
        context.vertx().setTimer(LINGER_MS, over -> request.connection().close());
    }

    private static boolean isBodiless(HttpMethod method, int status) {
        return method.equals(HttpMethod.HEAD) || status == 204 || status == 304;
    }
}
