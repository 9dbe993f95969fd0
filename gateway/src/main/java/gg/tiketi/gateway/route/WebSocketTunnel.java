package gg.tiketi.gateway.route;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemWriter;
import gg.tiketi.gateway.limit.OpenSockets;
import gg.tiketi.gateway.platform.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Connects a caller's WebSocket to a service, byte for byte, so that frames are never unpacked here. Tunnels have their
 * own connections, as many as are permitted, because each keeps one for its whole life: sharing them with plain requests
 * would let watchers starve buyers. When either side closes, the other is closed with it.
 */
@Singleton
public class WebSocketTunnel {

    private static final Logger LOG = Logger.getLogger(WebSocketTunnel.class);
    private static final int SWITCHING_PROTOCOLS = 101;

    private final HttpClient client;
    private final UpstreamConfig upstreams;
    private final GatewayConfig config;
    private final ForwardedHeaders headers;
    private final OpenSockets openSockets;
    private final ProblemWriter problems;
    private final AtomicInteger open = new AtomicInteger();

    WebSocketTunnel(
            Vertx vertx,
            UpstreamConfig upstreams,
            GatewayConfig config,
            ForwardedHeaders headers,
            OpenSockets openSockets,
            ProblemWriter problems) {
        this.upstreams = upstreams;
        this.config = config;
        this.headers = headers;
        this.openSockets = openSockets;
        this.problems = problems;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxWaitQueueSize(0).setKeepAlive(true),
                new PoolOptions().setHttp1MaxSize(config.maxSockets()));
    }

    /** One permitted tunnel; gives its place back once, however many ways it ends. */
    private final class Place {

        private final AtomicBoolean taken = new AtomicBoolean(true);
        private final String address;

        Place(String address) {
            this.address = address;
        }

        void free() {
            if (taken.compareAndSet(true, false)) {
                open.decrementAndGet();
                openSockets.free(address);
            }
        }
    }

    /** Whether the request asks for a WebSocket. */
    public static boolean isRequested(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    /** Tunnels open or being opened on this node. */
    public int openTunnels() {
        return open.get();
    }

    /** Opens a tunnel to the service. */
    public void connect(RoutingContext context, Upstream upstream) {
        if (open.incrementAndGet() > config.maxSockets()) {
            open.decrementAndGet();
            problems.write(context, Problem.of(CommonProblem.UNAVAILABLE).retryAfter(config.retryAfter()));
            return;
        }
        String address = headers.clientAddress(context.request());
        if (!openSockets.take(address)) {
            open.decrementAndGet();
            problems.write(context, Problem.of(CommonProblem.TOO_MANY_REQUESTS).retryAfter(config.retryAfter()));
            return;
        }
        Place place = new Place(address);
        context.request().pause();
        client.request(options(context.request(), upstream))
                .compose(outgoing -> upgrade(context, outgoing, place))
                .onSuccess(incoming -> join(context, incoming, place))
                .onFailure(failure -> refuse(context, UpstreamFailure.problem(failure, config.retryAfter()), place));
    }

    private RequestOptions options(HttpServerRequest request, Upstream upstream) {
        return UpstreamAddress.of(upstream.url(upstreams))
                .setMethod(HttpMethod.GET)
                .setURI(UpstreamAddress.pathAndQuery(request))
                .setConnectTimeout(config.connectTimeout().toMillis());
    }

    private Future<HttpClientResponse> upgrade(RoutingContext context, HttpClientRequest outgoing, Place place) {
        context.response().closeHandler(gone -> {
            outgoing.reset();
            place.free();
        });
        // Every tunnel ends like this one day; without a handler each end would be logged as an error.
        outgoing.exceptionHandler(ended -> LOG.debugf("tunnel ended reason=%s", ended.getMessage()));
        headers.toService(context.request(), outgoing.headers());
        outgoing.putHeader("Connection", "Upgrade").putHeader("Upgrade", "websocket");
        long timer = context.vertx()
                .setTimer(config.responseTimeout().toMillis(), late -> outgoing.reset(0, new UpgradeTimeout()));
        return outgoing.connect().onComplete(done -> context.vertx().cancelTimer(timer));
    }

    private void join(RoutingContext context, HttpClientResponse incoming, Place place) {
        if (incoming.statusCode() != SWITCHING_PROTOCOLS) {
            // The service's refusal in our words: its connection carries no stream we could pass on.
            refuse(context, Problem.of(CommonProblem.ofStatus(incoming.statusCode())), place);
            incoming.request().reset();
            return;
        }
        NetSocket service = incoming.netSocket();
        service.pause();
        context.response().setStatusCode(SWITCHING_PROTOCOLS);
        ForwardedHeaders.toCaller(incoming.headers(), context.response().headers());
        context.response().putHeader("Connection", "Upgrade").putHeader("Upgrade", "websocket");
        context.request()
                .toNetSocket()
                .onSuccess(caller -> pump(caller, service, place))
                .onFailure(gone -> {
                    service.close();
                    place.free();
                });
    }

    private static void pump(NetSocket caller, NetSocket service, Place place) {
        caller.closeHandler(closed -> {
            service.close();
            place.free();
        });
        service.closeHandler(closed -> {
            caller.close();
            place.free();
        });
        caller.pipeTo(service).onFailure(failure -> service.close());
        service.pipeTo(caller).onFailure(failure -> caller.close());
    }

    private void refuse(RoutingContext context, Problem problem, Place place) {
        LOG.debugf(
                "tunnel refused path=%s problem=%s",
                context.request().path(), problem.type().slug());
        place.free();
        problems.write(context, problem);
        context.request().resume();
    }

    /** The service did not answer the upgrade in time. */
    private static final class UpgradeTimeout extends java.util.concurrent.TimeoutException {

        private static final long serialVersionUID = 1L;
    }
}
