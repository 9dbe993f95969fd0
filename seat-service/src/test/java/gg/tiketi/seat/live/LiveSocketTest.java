package gg.tiketi.seat.live;

import static gg.tiketi.seat.Buyer.ready;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatServiceTest;
import gg.tiketi.seat.seatmap.Position;
import io.restassured.response.Response;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What watchers get, all of them alike. */
@SeatServiceTest
class LiveSocketTest extends LiveTest {

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
}
