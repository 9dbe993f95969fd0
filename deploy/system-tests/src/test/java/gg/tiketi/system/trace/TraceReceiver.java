package gg.tiketi.system.trace;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Takes traces where the collector of production would: OTLP by gRPC, on a port of its own. A call is a POST over HTTP/2
 * whose body has five bytes in front of each message, and whose answer ends with the trailer {@code grpc-status}.
 */
public final class TraceReceiver implements AutoCloseable {

    private static final int PREFIX = 5;
    private static final byte[] NOTHING_REFUSED = new byte[PREFIX];

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;
    private final List<byte[]> requests = new CopyOnWriteArrayList<>();

    /** Listens from now on. */
    public TraceReceiver() throws Exception {
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(this::take)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private void take(HttpServerRequest call) {
        call.body().onSuccess(body -> {
            requests.add(body.getBytes(PREFIX, PREFIX + body.getInt(1)));
            call.response().putHeader("content-type", "application/grpc").putTrailer("grpc-status", "0");
            call.response().end(Buffer.buffer(NOTHING_REFUSED));
        });
    }

    /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} is to be. */
    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Who has sent something. */
    public Set<String> services() {
        return spans().stream().map(ReceivedSpan::service).collect(Collectors.toSet());
    }

    /** Everything received so far. */
    List<ReceivedSpan> spans() {
        List<ReceivedSpan> spans = new ArrayList<>();
        requests.forEach(request -> spans.addAll(ReceivedSpan.read(request)));
        return spans;
    }

    /** Whether a text stands anywhere in what was received: in a name, an attribute, an event or a resource. */
    boolean knows(String text) {
        return requests.stream().anyMatch(request -> new String(request, StandardCharsets.ISO_8859_1)
                .contains(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
