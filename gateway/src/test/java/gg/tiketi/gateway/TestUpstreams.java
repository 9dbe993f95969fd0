package gg.tiketi.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Small real services behind the gateway: auth and seat answer in all good and bad ways, event is down. */
@QuarkusTestResource(TestUpstreams.class)
public class TestUpstreams implements QuarkusTestResourceLifecycleManager {

    /** Long enough for a test to do something between the two halves of a late answer. */
    private static final long LATE_MS = 600;

    private final Set<String> flakyCallers = ConcurrentHashMap.newKeySet();
    private Vertx vertx;

    @Override
    public Map<String, String> start() {
        vertx = Vertx.vertx();
        int auth = listen("auth");
        int seat = listen("seat");
        return Map.of(
                "tiketi.auth.url", "http://127.0.0.1:" + auth,
                "tiketi.event.url", "http://127.0.0.1:" + closedPort(),
                "tiketi.seat.url", "http://127.0.0.1:" + seat,
                "tiketi.gateway.response-timeout", "PT1S",
                "tiketi.gateway.max-sockets", "3",
                "tiketi.gateway.document-cache", "PT0S",
                "tiketi.gateway.allowed-origins", "https://partner.example");
    }

    @Override
    public void stop() {
        vertx.close();
    }

    private int listen(String service) {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            if (request.headers().contains("Upgrade") && !request.path().endsWith("/problem")) {
                upgrade(request);
            } else {
                answer(service, request);
            }
        });
        try {
            return server.listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS)
                    .actualPort();
        } catch (Exception refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static void upgrade(HttpServerRequest request) {
        if (request.path().contains("refused")) {
            request.response().setStatusCode(404).end();
        } else {
            request.toWebSocket().onSuccess(TestUpstreams::socket);
        }
    }

    private static void socket(ServerWebSocket socket) {
        socket.textMessageHandler(text -> {
            if (text.equals("close")) {
                socket.close((short) 4001, "as asked");
            } else if (text.startsWith("flood ")) {
                for (int i = 0; i < Integer.parseInt(text.substring(6)); i++) {
                    socket.writeTextMessage(i + "x".repeat(50_000));
                }
            } else {
                socket.writeTextMessage("echo " + text);
            }
        });
    }

    private void answer(String service, HttpServerRequest request) {
        String last = request.path().substring(request.path().lastIndexOf('/') + 1);
        switch (last) {
            case "silent" -> request.body().onFailure(gone -> {});
            case "cut" -> request.connection().close();
            case "half" ->
                request.response().setChunked(true).write("half").onSuccess(written -> request.connection()
                        .close());
            case "empty" -> request.response().setStatusCode(204).end();
            case "refused" ->
                request.response()
                        .setStatusCode(409)
                        .putHeader("Content-Type", "application/problem+json")
                        .putHeader("Tiketi-Position", "1:7")
                        .end("{\"type\":\"https://tiketi.gg/problems/seats-taken\"}");
            case "chatty" ->
                request.response()
                        .putHeader("Server", "Secret/1.0")
                        .putHeader("X-Frame-Options", "ALLOWALL")
                        .putHeader("X-Request-Id", "something-else")
                        .putHeader("Access-Control-Allow-Origin", "*")
                        .putHeader("Connection", "X-Hop")
                        .putHeader("X-Hop", "gone")
                        .putHeader("Set-Cookie", java.util.List.<String>of("a=1", "b=2"))
                        .end("ok");
            case "sized" ->
                request.response().end(Buffer.buffer(new byte[Integer.parseInt(request.getParam("bytes"))]));
            case "late" -> {
                request.response().setChunked(true).write("begun");
                vertx.setTimer(LATE_MS, now -> request.response().end("done"));
            }
            case "flaky" -> {
                if (flakyCallers.add(request.getParam("caller"))) {
                    request.connection().close();
                } else {
                    request.body().onSuccess(body -> echo(service, request, body));
                }
            }
            case "problem" ->
                request.response()
                        .setStatusCode(429)
                        .putHeader("Content-Type", "application/problem+json")
                        .putHeader("Retry-After", "7")
                        .end("{\"type\":\"https://tiketi.gg/problems/too-many-watchers\"}");
            case "openapi" -> request.response().end(document(service));
            default -> request.body().onSuccess(body -> echo(service, request, body));
        }
    }

    private static void echo(String service, HttpServerRequest request, Buffer body) {
        JsonObject headers = new JsonObject();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(), header.getValue()));
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("service", service)
                        .put("method", request.method().name())
                        .put("path", request.path())
                        .put("query", request.query())
                        .put("headers", headers)
                        .put("length", body.length())
                        .put("connection", request.remoteAddress().port())
                        .encode());
    }

    private static String document(String service) {
        String path = service.equals("auth") ? "/api/auth/login" : "/api/events/{eventId}/seats";
        return """
                {"openapi":"3.1.0","tags":[{"name":"%1$s"}],
                 "paths":{"%2$s":{"post":{"responses":{"200":{"content":{"application/json":
                    {"schema":{"$ref":"#/components/schemas/Answer"}}}}}}},
                  "/internal/%1$s":{"get":{}},"/api/venues":{"get":{}}},
                 "components":{"schemas":{"Answer":{"type":"object","title":"%1$s"},"Same":{"type":"string"}}}}
                """.formatted(service, path);
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException refused) {
            throw new IllegalStateException(refused);
        }
    }
}
