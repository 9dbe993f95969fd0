package gg.tiketi.seat.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.SeatDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens connections to the live feed and holds every frame that comes to the document of it. */
abstract class LiveTest {

    @TestHTTPResource("/")
    URI base;

    @Inject
    Vertx vertx;

    private WebSocketClient client;

    @BeforeEach
    void openClient() {
        client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(1_000));
    }

    @Inject
    MeterRegistry metrics;

    @Inject
    SeatDatabase database;

    final LiveDocument document = new LiveDocument();
    private final List<String> undocumented = new CopyOnWriteArrayList<>();

    @AfterEach
    void everythingThatWasSentIsDocumented() {
        assertThat(undocumented).isEmpty();
    }

    /** A connection and the frames it was sent. */
    record Watching(WebSocket socket, List<JsonObject> frames) {

        JsonObject frame(int index) {
            await().atMost(Duration.ofSeconds(60)).until(() -> frames.size() > index);
            return frames.get(index);
        }

        List<JsonObject> all(String type) {
            return frames.stream()
                    .filter(frame -> frame.getString("type").equals(type))
                    .toList();
        }

        JsonObject last(String type) {
            await().until(() -> !all(type).isEmpty());
            return all(type).getLast();
        }

        void say(JsonObject message) {
            socket.writeTextMessage(message.encode());
        }

        void signIn(Buyer buyer) {
            int before = all("signed-in").size();
            say(new JsonObject().put("type", "auth").put("token", buyer.token()));
            await().until(() -> all("signed-in").size() > before);
        }

        void awaitNews(UUID reservation, String status) {
            await().until(() -> all("reservation").stream()
                    .anyMatch(news -> news.getString("reservationId").equals(reservation.toString())
                            && news.getString("status").equals(status)));
        }

        /** The map as this watcher knows it. */
        String states() {
            byte[] states = {};
            for (JsonObject frame : frames) {
                if (frame.getString("type").equals("snapshot")) {
                    states = Base64.getDecoder().decode(frame.getString("states"));
                } else if (frame.getString("type").equals("delta")) {
                    for (Object change : frame.getJsonArray("changes")) {
                        int seat = ((JsonArray) change).getInteger(0);
                        int shift = (seat & 3) << 1;
                        states[seat >> 2] = (byte)
                                (states[seat >> 2] & ~(3 << shift) | ((JsonArray) change).getInteger(1) << shift);
                    }
                }
            }
            return Base64.getEncoder().encodeToString(states);
        }
    }

    Watching watch(String path) {
        return watch(path, "203.0.113." + ThreadLocalRandom.current().nextInt(200));
    }

    Watching watch(String path, String address, String... protocols) {
        List<JsonObject> frames = new CopyOnWriteArrayList<>();
        WebSocket socket = connect(path, address, protocols)
                .onSuccess(open -> open.textMessageHandler(text -> {
                    frames.add(new JsonObject(text));
                    if (!document.violations(text).isEmpty()) {
                        undocumented.add(text + " " + document.violations(text));
                    }
                }))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return new Watching(socket, frames);
    }

    Future<WebSocket> connect(String path, String address, String... protocols) {
        return client.connect(new WebSocketConnectOptions()
                .setHost(base.getHost())
                .setPort(base.getPort())
                .setURI(path)
                .addHeader("X-Forwarded-For", address)
                .setSubProtocols(List.of(protocols)));
    }

    UpgradeRejectedException refusal(String path, String address) {
        CompletableFuture<WebSocket> refused =
                connect(path, address).toCompletionStage().toCompletableFuture();
        assertThat(refused).failsWithin(Duration.ofSeconds(60));
        return (UpgradeRejectedException) refused.exceptionNow();
    }

    short closeCode(String path) {
        WebSocket socket = watch(path).socket();
        await().atMost(Duration.ofSeconds(60)).until(socket::isClosed);
        return socket.closeStatusCode();
    }
}
