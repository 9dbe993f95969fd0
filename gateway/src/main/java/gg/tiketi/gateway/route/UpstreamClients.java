package gg.tiketi.gateway.route;

import gg.tiketi.gateway.platform.GatewayConfig;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections to the services for plain requests: a pool for each event loop. A request, its connection and its answer
 * so stay on one thread. Shared between loops, a connection costs two wake-ups an exchange, and it could be cut by the end
 * of one exchange while the next one already had it.
 */
@Singleton
class UpstreamClients {

    /** Shorter than the services' own idle timeout, so that a connection is never closed under a request. */
    private static final int KEEP_ALIVE_SECONDS = 45;

    private final List<OfLoop> loops;

    private record OfLoop(EventExecutor loop, HttpClient client) {}

    UpstreamClients(Vertx vertx, GatewayConfig config) {
        List<EventExecutor> executors = new ArrayList<>();
        vertx.nettyEventLoopGroup().forEach(executors::add);
        this.loops = executors.stream()
                .map(loop -> new OfLoop(loop, client(vertx, config, executors.size())))
                .toList();
    }

    /** The client of the event loop that asks. */
    HttpClient current() {
        for (OfLoop candidate : loops) {
            if (candidate.loop().inEventLoop()) {
                return candidate.client();
            }
        }
        throw new IllegalStateException("not on an event loop");
    }

    private static HttpClient client(Vertx vertx, GatewayConfig config, int loops) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                        .setMaxWaitQueueSize(share(config.waiting(), loops))
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(share(config.connections(), loops)));
    }

    private static int share(int total, int loops) {
        return Math.ceilDiv(total, loops);
    }
}
