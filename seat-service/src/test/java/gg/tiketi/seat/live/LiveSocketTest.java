package gg.tiketi.seat.live;

import static gg.tiketi.seat.Buyer.ready;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatDatabase;
import gg.tiketi.seat.SeatServiceTest;
import gg.tiketi.seat.seatmap.Position;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SeatServiceTest
class LiveSocketTest {

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

    private final LiveDocument document = new LiveDocument();
    private final List<String> undocumented = new CopyOnWriteArrayList<>();

    @AfterEach
    void everythingThatWasSentIsDocumented() {
        assertThat(undocumented).isEmpty();
    }

    /** A connection and the frames it was sent. */
    private record Watching(WebSocket socket, List<JsonObject> frames) {

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

    @Test
    void aWatcherGetsASnapshotAndThenEveryChange() {
        // given
        UUID event = ready(EventServiceFake.publish());
        Watching watching = watch("/ws/events/" + event);
        JsonObject snapshot = watching.frame(0);
        assertThat(snapshot.getString("type")).isEqualTo("snapshot");
        assertThat(snapshot.getJsonObject("counts").getInteger("available")).isEqualTo(80);

        // when
        Buyer.someone().holds(event, "A-1-3");

        // then
        JsonObject delta = watching.frame(1);
        assertThat(delta.getString("type")).isEqualTo("delta");
        assertThat(delta.getLong("from")).isEqualTo(snapshot.getLong("version"));
        assertThat(delta.getLong("version")).isGreaterThan(snapshot.getLong("version"));
        assertThat(delta.getJsonArray("changes"))
                .isEqualTo(new JsonArray().add(new JsonArray().add(2).add(1)));
        watching.socket().close();
    }

    @Test
    void aWatcherWhoComesBackGetsOnlyWhatItMissed() {
        // given
        UUID event = ready(EventServiceFake.publish());
        Watching staying = watch("/ws/events/" + event);
        JsonObject seen = staying.frame(0);
        Buyer.someone().holds(event, "A-1-1");
        staying.frame(1);

        // when
        Watching back = watch("/ws/events/" + event + "?from=" + seen.getLong("epoch") + ":" + seen.getLong("version"));

        // then
        JsonObject missed = back.frame(0);
        assertThat(missed.getString("type")).isEqualTo("delta");
        assertThat(missed.getJsonArray("changes"))
                .isEqualTo(new JsonArray().add(new JsonArray().add(0).add(1)));
        staying.socket().close();
        back.socket().close();
    }

    @Test
    void aPositionNobodyRemembersGetsASnapshot() {
        UUID event = ready(EventServiceFake.publish());

        assertThat(watch("/ws/events/" + event + "?from=99999:1").frame(0).getString("type"))
                .isEqualTo("snapshot");
        assertThat(watch("/ws/events/" + event + "?from=rubbish").frame(0).getString("type"))
                .isEqualTo("snapshot");
    }

    @Test
    void resyncBringsASnapshot() {
        UUID event = ready(EventServiceFake.publish());
        Watching watching = watch("/ws/events/" + event);
        watching.frame(0);

        watching.socket().writeTextMessage("{\"type\":\"resync\"}");

        assertThat(watching.frame(1).getString("type")).isEqualTo("snapshot");
    }

    @Test
    void aPlainRequestIsToldWhatThePathSpeaks() {
        Response answer = given().get("/ws/events/" + UUID.randomUUID());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("type")).endsWith("/malformed-request");
        assertThat(answer.header("Sec-WebSocket-Version")).isEqualTo("13");
    }

    @Test
    void nonsenseIsRefusedInWordsAndChangesNothing() {
        // given
        UUID event = ready(EventServiceFake.publish());
        Watching watching = watch("/ws/events/" + event);
        watching.frame(0);

        // when
        for (String nonsense : List.of(
                "{",
                "[1]",
                "7",
                "{\"type\":7}",
                "{\"type\":\"buy\"}",
                "{\"type\":\"resync\",\"and\":1}",
                "{\"type\":\"auth\"}")) {
            watching.socket().writeTextMessage(nonsense);
        }
        Buyer.someone().holds(event, "A-1-3");

        // then
        watching.last("delta");
        assertThat(watching.all("error")).hasSize(7).allSatisfy(error -> assertThat(error.getString("problem"))
                .isEqualTo("https://tiketi.gg/problems/unknown-message"));
        watching.socket().close();
    }

    @Test
    void tooManyMessagesEndTheConnection() {
        UUID event = ready(EventServiceFake.publish());
        Watching watching = watch("/ws/events/" + event);

        for (int i = 0; i < 510; i++) {
            watching.socket().writeTextMessage("{\"type\":\"nothing\"}");
        }

        await().until(watching.socket()::isClosed);
        assertThat(watching.socket().closeStatusCode()).isEqualTo((short) 4429);
        assertThat(watching.all("error").getLast().getInteger("status")).isEqualTo(429);
    }

    @Test
    void tooLargeAMessageEndsTheConnection() {
        UUID event = ready(EventServiceFake.publish());
        Watching watching = watch("/ws/events/" + event);

        watching.socket().writeTextMessage("x".repeat(5_000));

        await().until(watching.socket()::isClosed);
        assertThat(watching.socket().closeStatusCode()).isEqualTo((short) 1009);
    }

    @Test
    void aMessageInPiecesIsReadAndMayBeNoLongerThanOneInOne() {
        // given
        UUID event = ready(EventServiceFake.publish());
        Watching watching = watch("/ws/events/" + event);
        watching.frame(0);

        // when
        watching.socket().writeFrame(WebSocketFrame.textFrame("{\"type\":", false));
        watching.socket().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("\"resync\"}"), true));

        // then
        assertThat(watching.frame(1).getString("type")).isEqualTo("snapshot");
        watching.socket().writeFrame(WebSocketFrame.textFrame("x".repeat(3_000), false));
        watching.socket().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(3_000)), true));
        await().until(watching.socket()::isClosed);
        assertThat(watching.socket().closeStatusCode()).isEqualTo((short) 1009);
    }

    @Test
    void bytesEndTheConnection() {
        UUID event = ready(EventServiceFake.publish());
        Watching watching = watch("/ws/events/" + event);

        watching.socket().writeBinaryMessage(Buffer.buffer("bytes"));

        await().until(watching.socket()::isClosed);
        assertThat(watching.socket().closeStatusCode()).isEqualTo((short) 1003);
    }

    @Test
    void aPingIsAnswered() {
        UUID event = ready(EventServiceFake.publish());
        Watching watching = watch("/ws/events/" + event);
        List<String> answers = new CopyOnWriteArrayList<>();
        watching.socket().pongHandler(payload -> answers.add(payload.toString()));

        watching.socket().writePing(Buffer.buffer("are you there"));

        await().until(() -> answers.contains("are you there"));
        watching.socket().close();
    }

    @Test
    void ownNewsReachTheOwnersConnectionsAndNobodyElses() {
        // given
        UUID event = ready(EventServiceFake.publish());
        UUID otherEvent = ready(EventServiceFake.publish());
        Buyer buyer = Buyer.someone();
        Buyer other = Buyer.someone();
        Watching own = watch("/ws/events/" + event);
        Watching bySubprotocol =
                watch("/ws/events/" + event, "203.0.113.1", "tiketi.live", "tiketi.token." + buyer.token());
        Watching stranger = watch("/ws/events/" + event);
        Watching somebodyElse = watch("/ws/events/" + event);
        Watching elsewhere = watch("/ws/events/" + otherEvent);
        own.signIn(buyer);
        elsewhere.signIn(buyer);
        somebodyElse.signIn(other);
        bySubprotocol.last("signed-in");
        assertThat(bySubprotocol.socket().subProtocol()).isEqualTo("tiketi.live");

        // when
        UUID paid = buyer.holds(event, "A-1-1");
        buyer.pay(paid);
        own.awaitNews(paid, "CONFIRMED");
        UUID cancelled = buyer.holds(event, "A-1-2");
        own.awaitNews(cancelled, "PENDING");
        buyer.cancel(cancelled);

        // then
        own.awaitNews(cancelled, "CANCELLED");
        bySubprotocol.awaitNews(cancelled, "CANCELLED");
        UUID theirs = other.holds(event, "A-1-4");
        somebodyElse.awaitNews(theirs, "PENDING");
        assertThat(own.frames().toString()).doesNotContain(theirs.toString());
        for (Watching uninvolved : List.of(stranger, somebodyElse, elsewhere)) {
            assertThat(uninvolved.frames().toString())
                    .doesNotContain(paid.toString())
                    .doesNotContain(cancelled.toString())
                    .doesNotContain(buyer.accountId().toString());
        }
        assertThat(stranger.all("reservation")).isEmpty();
        List.of(own, bySubprotocol, stranger, somebodyElse, elsewhere)
                .forEach(watching -> watching.socket().close());
    }

    @Test
    void anExpiredHoldIsToldItsOwner() {
        // given
        UUID event = ready(EventServiceFake.publish());
        Buyer buyer = Buyer.someone();
        Watching own = watch("/ws/events/" + event);
        own.signIn(buyer);
        UUID held = buyer.holds(event, "A-1-1");
        own.awaitNews(held, "PENDING");

        // when
        database.letTimePass(held);

        // then
        own.awaitNews(held, "EXPIRED");
        own.socket().close();
    }

    @Test
    void whoWaitsIsToldWhereItStandsAndNobodyElseIs() {
        // given a room that lets in one person at a time
        UUID event = ready(EventServiceFake.publish());
        given().auth()
                .oauth2(TestTokens.role(UUID.randomUUID(), "admin"))
                .contentType("application/json")
                .body("""
                        {"mode": "FORCED", "threshold": 100, "perMinute": 6000, "cap": 1, "admissionSeconds": 600,
                         "verifiedEmail": false, "challenge": "NONE"}""")
                .put("/api/admin/events/" + event + "/waiting-room")
                .then()
                .statusCode(200);
        String room = "/api/events/" + event + "/waiting-room";
        Buyer first = Buyer.someone();
        Buyer second = Buyer.someone();
        await().until(() -> first.json().post(room).jsonPath().getBoolean("joined"));
        await().until(() -> first.json().get(room).jsonPath().getString("state").equals("ADMITTED"));
        second.json().post(room).then().statusCode(200);
        Watching own = watch("/ws/events/" + event);
        Watching stranger = watch("/ws/events/" + event);

        // when
        own.signIn(second);
        stranger.signIn(Buyer.someone());

        // then
        await().until(() -> own.last("queue").getString("state").equals("WAITING"));
        assertThat(own.last("queue").getInteger("ahead")).isZero();
        assertThat(own.last("queue").getInteger("place")).isEqualTo(2);

        // and when the first has had enough
        long left = System.nanoTime();
        first.json().delete(room);

        // then the next knows at once
        await().until(() -> own.last("queue").getString("state").equals("ADMITTED"));
        assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(Duration.ofSeconds(10));
        assertThat(stranger.all("queue"))
                .extracting(news -> news.getBoolean("joined"))
                .containsOnly(false);
        List.of(own, stranger).forEach(watching -> watching.socket().close());
    }

    @Test
    void aTokenThatIsNotGoodIsRefusedAndTheSeatsGoOn() {
        // given
        UUID event = ready(EventServiceFake.publish());
        Watching watching = watch("/ws/events/" + event);

        // when
        watching.say(new JsonObject().put("type", "auth").put("token", "rubbish"));
        watching.say(new JsonObject().put("type", "auth").put("token", TestTokens.expired(UUID.randomUUID())));
        Buyer.someone().holds(event, "A-1-1");

        // then
        watching.last("delta");
        await().until(() -> watching.all("error").size() == 2);
        assertThat(watching.all("error"))
                .allSatisfy(error -> assertThat(error.getString("problem")).endsWith("/unauthenticated"));
        assertThat(watching.all("signed-in")).isEmpty();
        watching.socket().close();
    }

    @Test
    void aTokenThatEndsIsAskedForAndThenNotUsedAnyMore() {
        // given
        UUID event = ready(EventServiceFake.publish());
        Buyer buyer = Buyer.someone();
        Watching watching = watch("/ws/events/" + event);

        // when
        watching.say(new JsonObject()
                .put("type", "auth")
                .put("token", TestTokens.user(buyer.accountId(), Duration.ofSeconds(4))));

        // then
        watching.last("renew");
        watching.last("signed-out");
        UUID reservation = buyer.holds(event, "A-1-1");
        watching.last("delta");
        watching.signIn(buyer);
        buyer.cancel(reservation);
        watching.awaitNews(reservation, "CANCELLED");
        assertThat(watching.all("reservation")).hasSize(1);
        watching.socket().close();
    }

    @Test
    void anAccountHasOnlySoManyConnections() {
        // given
        UUID event = ready(EventServiceFake.publish());
        Buyer buyer = Buyer.someone();
        Watching first = watch("/ws/events/" + event);
        Watching second = watch("/ws/events/" + event);
        Watching more = watch("/ws/events/" + event);
        Watching third = watch("/ws/events/" + event);
        more.signIn(buyer);
        first.signIn(buyer);
        second.signIn(buyer);

        // when
        third.say(new JsonObject().put("type", "auth").put("token", buyer.token()));

        // then
        assertThat(third.last("error").getString("problem")).endsWith("/too-many-watchers");
        first.socket().close();
        await().untilAsserted(() -> {
            third.say(new JsonObject().put("type", "auth").put("token", buyer.token()));
            assertThat(third.all("signed-in")).isNotEmpty();
        });
        List.of(second, more, third).forEach(watching -> watching.socket().close());
    }

    @Test
    void aFullHouseIsEqualInTheEndAndTheNextIsRefusedBeforeTheUpgrade() {
        // given
        UUID event = ready(EventServiceFake.publish());
        int others = (int) metrics.get("tiketi.live.watchers").gauge().value();
        List<Watching> house = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            house.add(watch("/ws/events/" + event, "198.51.100.1"));
        }

        // when
        UpgradeRejectedException sameAddress = refusal("/ws/events/" + event, "198.51.100.1");
        for (int i = house.size() + others; i < 260; i++) {
            house.add(watch("/ws/events/" + event, "198.51.100." + (2 + i % 9)));
        }
        UpgradeRejectedException full = refusal("/ws/events/" + event, "198.51.100.100");
        Buyer buyer = Buyer.someone();
        UUID reservation = buyer.holds(event, "A-1-1", "A-1-2");
        buyer.cancel(reservation);
        Buyer.someone().holds(event, "B-1-1");

        // then
        assertThat(sameAddress.getStatus()).isEqualTo(429);
        assertThat(sameAddress.getBody().toJsonObject().getString("type")).endsWith("/too-many-watchers");
        assertThat(full.getStatus()).isEqualTo(503);
        assertThat(full.getHeaders().get("Retry-After")).isEqualTo("5");
        String states =
                given().get("/api/events/" + event + "/seats").jsonPath().getString("states");
        await().untilAsserted(() -> assertThat(house)
                .allSatisfy(watching -> assertThat(watching.states()).isEqualTo(states)));
        house.forEach(watching -> watching.socket().close());
        await().untilAsserted(() ->
                assertThat(metrics.get("tiketi.live.watchers").gauge().value()).isLessThanOrEqualTo(others));
    }

    @Test
    void whoTakesNothingIsClosedAndOthersDoNotNotice() throws IOException {
        // given a client that asks for much, reads none of it and so answers no ping
        UUID event = ready(EventServiceFake.publish());
        Watching quick = watch("/ws/events/" + event);
        double before =
                metrics.get("tiketi.live.closed").tag("code", "4408").counter().count();
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(2_048);
            slow.connect(new InetSocketAddress(base.getHost(), base.getPort()));
            OutputStream out = slow.getOutputStream();
            out.write(
                    ("GET /ws/events/" + event + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] resync = "{\"type\":\"resync\"}".getBytes(StandardCharsets.US_ASCII);

            // when
            for (int i = 0; i < 450; i++) {
                out.write(0x81);
                out.write(0x80 | resync.length);
                out.write(new byte[4]);
                out.write(resync);
                out.flush();
            }

            // then
            await().untilAsserted(() -> assertThat(metrics.get("tiketi.live.closed")
                            .tag("code", "4408")
                            .counter()
                            .count())
                    .isGreaterThan(before));
        }
        Buyer.someone().holds(event, "A-1-1");
        quick.last("delta");
        quick.socket().close();
    }

    @Test
    void theDocumentDescribesEveryMessageOfBothSides() {
        assertThat(document.document().path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(document.violations("{\"type\":\"resync\"}")).isEmpty();
        assertThat(document.violations("{\"type\":\"auth\",\"token\":\"t\"}")).isEmpty();
        assertThat(document.violations(LiveMessage.reconnect(Duration.ofSeconds(1))))
                .isEmpty();
        assertThat(document.violations(LiveMessage.heartbeat(new Position(1, 2))))
                .isEmpty();
        // Controls: the check must be able to fail.
        assertThat(document.violations("{\"type\":\"heartbeat\",\"epoch\":1}")).isNotEmpty();
        assertThat(document.violations("{\"type\":\"resync\",\"account\":\"x\"}"))
                .isNotEmpty();
        assertThat(given().get("/asyncapi.json").jsonPath().getString("info.title"))
                .isEqualTo("Tiketi live feed");
    }

    @Test
    void anUnknownEventClosesTheConnection() {
        assertThat(closeCode("/ws/events/" + UUID.randomUUID())).isEqualTo((short) 4404);
        assertThat(closeCode("/ws/events/rubbish")).isEqualTo((short) 4404);
    }

    @Test
    void framesNameNobody() {
        UUID event = ready(EventServiceFake.publish());
        Watching watching = watch("/ws/events/" + event);
        watching.frame(0);
        Buyer buyer = Buyer.someone();
        UUID reservation = buyer.holds(event, "A-1-1");
        watching.frame(1);

        assertThat(watching.frames().toString())
                .doesNotContain(buyer.accountId().toString())
                .doesNotContain(reservation.toString());
    }

    @Test
    void whatIsLeftIsReportedPerTier() {
        UUID event = ready(EventServiceFake.publish());
        Buyer.someone().holds(event, "A-1-1", "B-1-1");

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(EventServiceFake.stock(event))
                                .last()
                                .satisfies(
                                        report -> assertThat(report.getJsonArray("tiers")
                                                        .encode())
                                                .isEqualTo(
                                                        "[{\"name\":\"R\",\"available\":49,\"total\":50},{\"name\":\"S\",\"available\":29,\"total\":30}]")));
    }

    @Test
    void theStatesAreTwoKilobytesAtMostAndTheMapIsRevalidated() {
        UUID event = ready(EventServiceFake.publish());

        var map = given().get("/api/events/" + event + "/seat-map");
        assertThat(map.jsonPath().getList("sections.name")).containsExactly("A", "B", "F");
        assertThat(map.jsonPath().getInt("sections[0].price")).isEqualTo(50_000);
        assertThat(map.jsonPath().getInt("sections[2].standing.capacity")).isEqualTo(20);
        Response compressed = given().header("Accept-Encoding", "gzip").get("/api/events/" + event + "/seat-map");
        assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(compressed.asString()).isEqualTo(map.asString());
        assertThat(given().header("If-None-Match", map.header("ETag"))
                        .get("/api/events/" + event + "/seat-map")
                        .statusCode())
                .isEqualTo(304);
        var seats = given().get("/api/events/" + event + "/seats");
        assertThat(seats.jsonPath().getString("states")).hasSize(20);
        assertThat(seats.jsonPath().getInt("counts.standing[0].available")).isEqualTo(20);
        assertThat(seats.header("Cache-Control")).isEqualTo("no-store");
    }

    private Watching watch(String path) {
        return watch(path, "203.0.113." + ThreadLocalRandom.current().nextInt(200));
    }

    private Watching watch(String path, String address, String... protocols) {
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

    private Future<WebSocket> connect(String path, String address, String... protocols) {
        return client.connect(new WebSocketConnectOptions()
                .setHost(base.getHost())
                .setPort(base.getPort())
                .setURI(path)
                .addHeader("X-Forwarded-For", address)
                .setSubProtocols(List.of(protocols)));
    }

    private UpgradeRejectedException refusal(String path, String address) {
        CompletableFuture<WebSocket> refused =
                connect(path, address).toCompletionStage().toCompletableFuture();
        assertThat(refused).failsWithin(Duration.ofSeconds(60));
        return (UpgradeRejectedException) refused.exceptionNow();
    }

    private short closeCode(String path) {
        WebSocket socket = watch(path).socket();
        await().atMost(Duration.ofSeconds(60)).until(socket::isClosed);
        return socket.closeStatusCode();
    }
}
