package gg.tiketi.gateway.route;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemWriter;
import gg.tiketi.gateway.limit.OpenSockets;
import gg.tiketi.gateway.platform.GatewayConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Connects a caller's WebSocket to a service, byte for byte, so that frames are never unpacked here. Each tunnel has a
 * connection of its own, made on the caller's event loop, that nobody has before or after it: requests can neither wait
 * for it nor be cut with it. When either side closes, the other is closed with it.
 */
@Singleton
public class WebSocketTunnel {

    private static final Logger LOG = Logger.getLogger(WebSocketTunnel.class);

    private final Map<Upstream, Address> addresses = new EnumMap<>(Upstream.class);
    private final GatewayConfig config;
    private final ForwardedHeaders headers;
    private final OpenSockets openSockets;
    private final ProblemWriter problems;
    private final AtomicInteger open = new AtomicInteger();

    /** Where a service is, and the client that connects to it. */
    private record Address(String host, int port, NetClient client) {

        static Address of(Vertx vertx, RequestOptions service, GatewayConfig config) {
            boolean secure = Boolean.TRUE.equals(service.isSsl());
            NetClientOptions options = new NetClientOptions()
                    .setConnectTimeout((int) config.connectTimeout().toMillis())
                    .setSsl(secure)
                    .setHostnameVerificationAlgorithm(secure ? "HTTPS" : "");
            return new Address(service.getHost(), service.getPort(), vertx.createNetClient(options));
        }

        String authority() {
            return host + ":" + port;
        }
    }

    WebSocketTunnel(
            Vertx vertx,
            UpstreamConfig upstreams,
            GatewayConfig config,
            ForwardedHeaders headers,
            OpenSockets openSockets,
            ProblemWriter problems,
            MeterRegistry metrics) {
        this.config = config;
        this.headers = headers;
        this.openSockets = openSockets;
        this.problems = problems;
        for (Upstream upstream : Upstream.values()) {
            addresses.put(upstream, Address.of(vertx, UpstreamAddress.of(upstream.url(upstreams)), config));
        }
        metrics.gauge("tiketi.gateway.tunnels", open);
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
    public void connect(RoutingContext routing, Upstream upstream) {
        if (open.incrementAndGet() > config.maxSockets()) {
            open.decrementAndGet();
            problems.write(routing, Problem.of(CommonProblem.UNAVAILABLE).retryAfter(config.retryAfter()));
            return;
        }
        String caller = headers.clientAddress(routing.request());
        if (!openSockets.take(caller)) {
            open.decrementAndGet();
            problems.write(routing, Problem.of(CommonProblem.TOO_MANY_REQUESTS).retryAfter(config.retryAfter()));
            return;
        }
        Address address = addresses.get(upstream);
        Opening opening = new Opening(routing, caller);
        routing.request().pause();
        if (address == null) {
            opening.refuse(Problem.of(CommonProblem.NOT_FOUND));
            return;
        }
        opening.startTimer();
        address.client()
                .connect(address.port(), address.host())
                .onSuccess(service -> opening.ask(service, address.authority()))
                .onFailure(opening::fail);
    }

    /** What an open tunnel keeps: nothing of the request it began with. */
    private final class Tunnel {

        private final String caller;
        private @Nullable NetSocket service;
        private boolean ended;

        Tunnel(String caller) {
            this.caller = caller;
        }

        void end() {
            if (!ended) {
                ended = true;
                open.decrementAndGet();
                openSockets.free(caller);
            }
            if (service != null) {
                service.close();
            }
        }
    }

    /** A tunnel until both sides have agreed. All of it happens on the caller's event loop. */
    private final class Opening {

        private final RoutingContext routing;
        private final Tunnel tunnel;
        private final ServiceHandshake handshake = new ServiceHandshake();
        private long timer = -1;
        private boolean answered;

        Opening(RoutingContext routing, String caller) {
            this.routing = routing;
            this.tunnel = new Tunnel(caller);
            Tunnel kept = tunnel;
            routing.response().closeHandler(gone -> kept.end());
        }

        void startTimer() {
            timer = routing.vertx()
                    .setTimer(config.responseTimeout().toMillis(), late -> fail(new TimeoutException("upgrade")));
        }

        void ask(NetSocket service, String authority) {
            if (answered || tunnel.ended) {
                routing.vertx().cancelTimer(timer);
                service.close();
                return;
            }
            tunnel.service = service;
            MultiMap forwarded = MultiMap.caseInsensitiveMultiMap();
            headers.toService(routing.request(), forwarded);
            ByteBuf request =
                    ServiceHandshake.request(UpstreamAddress.pathAndQuery(routing.request()), authority, forwarded);
            service.handler(bytes -> take(service, bytes));
            service.closeHandler(closed -> fail(new java.io.IOException("closed before an answer")));
            service.exceptionHandler(broken -> LOG.debugf("tunnel broke reason=%s", broken.getMessage()));
            service.write(Buffer.buffer(request));
        }

        private void take(NetSocket service, Buffer bytes) {
            if (answered) {
                return;
            }
            try {
                handshake.take(bytes.getByteBuf()).ifPresent(answer -> {
                    if (answer.isUpgrade()) {
                        upgrade(service, answer);
                    } else {
                        passOn(answer);
                    }
                });
            } catch (ServiceHandshake.Malformed malformed) {
                fail(malformed);
            }
        }

        private void upgrade(NetSocket service, ServiceHandshake.Answer answer) {
            if (!settle()) {
                return;
            }
            HttpServerResponse response = routing.response();
            ForwardedHeaders.toCaller(answer.headers(), response.headers());
            response.putHeader("Connection", "Upgrade").putHeader("Upgrade", "websocket");
            Tunnel kept = tunnel;
            // What the service sends before the caller's side is ready, which is in this turn of the loop or the next.
            service.handler(more -> answer.rest().writeBytes(more.getByteBuf()));
            service.closeHandler(closed -> kept.end());
            routing.request()
                    .toNetSocket()
                    .onSuccess(caller -> join(caller, service, answer.rest(), kept))
                    .onFailure(gone -> kept.end());
        }

        /** The service's refusal in its own words, which are a problem like ours; else in ours. */
        private void passOn(ServiceHandshake.Answer answer) {
            String type = answer.headers().get(HttpHeaders.CONTENT_TYPE);
            if (type == null || !type.startsWith(Problem.MEDIA_TYPE) || answer.status() < 400) {
                refuse(Problem.of(CommonProblem.ofStatus(answer.status())));
                return;
            }
            if (settle()) {
                HttpServerResponse response = routing.response().setStatusCode(answer.status());
                ForwardedHeaders.toCaller(answer.headers(), response.headers());
                routing.request().resume();
                response.end(Buffer.buffer(answer.rest()));
                tunnel.end();
            }
        }

        void fail(Throwable failure) {
            refuse(UpstreamFailure.problem(failure, config.retryAfter()));
        }

        void refuse(Problem problem) {
            if (settle()) {
                LOG.debugf(
                        "tunnel refused path=%s problem=%s",
                        routing.request().path(), problem.type().slug());
                tunnel.end();
                routing.request().resume();
                problems.write(routing, problem);
            }
        }

        /** Whether the caller is still to be answered; from now on it is. */
        private boolean settle() {
            if (answered) {
                return false;
            }
            answered = true;
            routing.vertx().cancelTimer(timer);
            return true;
        }
    }

    private static void join(NetSocket caller, NetSocket service, ByteBuf first, Tunnel tunnel) {
        caller.closeHandler(closed -> tunnel.end());
        caller.exceptionHandler(broken -> LOG.debugf("tunnel broke reason=%s", broken.getMessage()));
        service.handler(null);
        if (first.isReadable()) {
            Relay.channel(caller).writeAndFlush(first);
        }
        Relay.join(caller, service);
    }
}
