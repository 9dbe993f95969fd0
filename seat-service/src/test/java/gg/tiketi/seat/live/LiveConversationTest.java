package gg.tiketi.seat.live;

import static gg.tiketi.seat.Buyer.ready;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatServiceTest;
import io.restassured.response.Response;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a client may say, and what becomes of the rest. */
@SeatServiceTest
class LiveConversationTest extends LiveTest {

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
}
