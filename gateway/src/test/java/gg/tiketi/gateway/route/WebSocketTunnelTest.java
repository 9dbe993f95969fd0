package gg.tiketi.gateway.route;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebSocketTunnelTest {

    @Inject
    WebSocketTunnel tunnels;

    private HttpClient client;

    @BeforeEach
    void open() {
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void close() {
        client.shutdownNow();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(tunnels.openTunnels()).isZero());
    }

    /** Keeps what arrives. */
    private static final class Inbox implements WebSocket.Listener {

        private final LinkedBlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            partial.append(text);
            if (last) {
                arrived.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            arrived.add("closed " + status + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            arrived.add("broken");
        }

        String next() throws InterruptedException {
            return arrived.poll(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void messagesPassInBothDirectionsWhateverTheirSize() throws InterruptedException {
        // given
        Inbox inbox = new Inbox();
        WebSocket socket = connect("/ws/events/42?from=1:7", inbox, Map.of());
        String large = "x".repeat(50_000);

        // when
        socket.sendText("hello", true).join();
        socket.sendText(large, true).join();

        // then
        assertThat(inbox.next()).isEqualTo("echo hello");
        assertThat(inbox.next()).isEqualTo("echo " + large);
        assertThat(tunnels.openTunnels()).isEqualTo(1);
    }

    @Test
    void aServiceThatClosesClosesTheCaller() throws InterruptedException {
        // given
        Inbox inbox = new Inbox();
        WebSocket socket = connect("/ws/events/42", inbox, Map.of());

        // when
        socket.sendText("close", true).join();

        // then
        assertThat(inbox.next()).isEqualTo("closed 4001 as asked");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(tunnels.openTunnels()).isZero());
    }

    @Test
    void aCallerThatVanishesFreesItsPlace() {
        // given
        WebSocket socket = connect("/ws/events/42", new Inbox(), Map.of());

        // when
        socket.abort();

        // then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(tunnels.openTunnels()).isZero());
    }

    @Test
    void overTheCapTunnelsAreRefusedAndPlainRequestsGoOn() {
        // given
        List<WebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sockets.add(connect("/ws/events/42", new Inbox(), Map.of()));
        }

        // when
        int status = refusal("/ws/events/42", Map.of());
        Response plain = given().get("/api/events/42/seats");

        // then
        assertThat(status).isEqualTo(503);
        plain.then().statusCode(200);
        sockets.getFirst().abort();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(tunnels.openTunnels()).isEqualTo(2));
        connect("/ws/events/42", new Inbox(), Map.of()).abort();
    }

    @Test
    void aServicesRefusalIsPassedOn() {
        // when
        int status = refusal("/ws/refused", Map.of());

        // then
        assertThat(status).isEqualTo(404);
    }

    @Test
    void aServicesProblemIsPassedOnAsItIs() {
        // when
        var refused = refusedAnswer("/ws/events/problem");

        // then
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("7");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void refusalsBesideThemCutNoTunnel() throws InterruptedException {
        // given
        Inbox first = new Inbox();
        Inbox second = new Inbox();
        WebSocket one = connect("/ws/events/42", first, Map.of());
        WebSocket other = connect("/ws/events/42", second, Map.of());

        // when
        for (int i = 0; i < 100; i++) {
            assertThat(refusal("/ws/refused", Map.of())).isEqualTo(404);
        }

        // then
        one.sendText("still", true).join();
        other.sendText("here", true).join();
        assertThat(first.next()).isEqualTo("echo still");
        assertThat(second.next()).isEqualTo("echo here");
    }

    @Test
    void aFloodReachesASlowCallerWholeAndInOrder() throws InterruptedException {
        // given
        Inbox inbox = new Inbox();
        WebSocket socket = connect("/ws/events/42", inbox, Map.of());

        // when
        socket.sendText("flood 200", true).join();

        // then
        for (int i = 0; i < 200; i++) {
            String text = inbox.next();
            assertThat(text).hasSize(50_000 + String.valueOf(i).length()).startsWith(i + "x");
        }
    }

    @Test
    void anotherSitesScriptMayNotOpenATunnel() {
        // when
        int foreign = refusal("/ws/events/42", Map.of("Origin", "https://evil.example"));

        // then
        assertThat(foreign).isEqualTo(403);
    }

    @Test
    void thePageItselfAndListedSitesMay() {
        // when
        WebSocket own = connect("/ws/events/42", new Inbox(), Map.of("Origin", "http://localhost:" + RestAssured.port));
        WebSocket listed = connect("/ws/events/42", new Inbox(), Map.of("Origin", "https://partner.example"));

        // then
        assertThat(tunnels.openTunnels()).isEqualTo(2);
        own.abort();
        listed.abort();
    }

    @Test
    void aPlainRequestToASocketPathIsRefused() {
        // when
        Response answer = given().get("/ws/events/42");

        // then
        HttpProxyTest.problem(answer, 400, "malformed-request");
    }

    private WebSocket connect(String path, Inbox inbox, Map<String, String> headers) {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        headers.forEach(builder::header);
        return builder.buildAsync(URI.create("ws://localhost:" + RestAssured.port + path), inbox)
                .join();
    }

    private HttpResponse<?> refusedAnswer(String path) {
        try {
            connect(path, new Inbox(), Map.of());
        } catch (CompletionException refused) {
            return ((WebSocketHandshakeException) refused.getCause()).getResponse();
        }
        throw new AssertionError("was not refused");
    }

    private int refusal(String path, Map<String, String> headers) {
        try {
            connect(path, new Inbox(), headers);
            return 101;
        } catch (CompletionException refused) {
            return ((WebSocketHandshakeException) refused.getCause())
                    .getResponse()
                    .statusCode();
        }
    }
}
