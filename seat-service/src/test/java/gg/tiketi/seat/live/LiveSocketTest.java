package gg.tiketi.seat.live;

import static gg.tiketi.seat.Buyer.ready;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatServiceTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@SeatServiceTest
class LiveSocketTest {

    @TestHTTPResource("/")
    URI base;

    @Inject
    Vertx vertx;

    /** A connection and the frames it was sent. */
    private record Watching(WebSocket socket, List<JsonObject> frames) {

        JsonObject frame(int index) {
            await().atMost(Duration.ofSeconds(60)).until(() -> frames.size() > index);
            return frames.get(index);
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
        List<JsonObject> frames = new CopyOnWriteArrayList<>();
        WebSocketClient client = vertx.createWebSocketClient();
        WebSocket socket = client.connect(base.getPort(), base.getHost(), path)
                .onSuccess(open -> open.textMessageHandler(text -> frames.add(new JsonObject(text))))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return new Watching(socket, frames);
    }

    private short closeCode(String path) {
        WebSocket socket = watch(path).socket();
        await().atMost(Duration.ofSeconds(60)).until(socket::isClosed);
        return socket.closeStatusCode();
    }
}
