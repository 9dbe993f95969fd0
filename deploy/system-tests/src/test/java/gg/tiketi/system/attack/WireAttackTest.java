package gg.tiketi.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import gg.tiketi.system.Inside;
import gg.tiketi.system.RawRequest;
import gg.tiketi.system.RunningSuite;
import gg.tiketi.system.Sale;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that play with the bytes of HTTP: two in one, half ones, other names for a path, poison for caches. */
@ExtendWith(RunningSuite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireAttackTest {

    private static final String EVIL = "evil.example";
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int SLOW_CALLERS = 200;

    private final Client client;
    private final Sale sale;

    WireAttackTest(Client client) {
        this.client = client;
        this.sale = Sale.of(client, FuzzTest.EVENT);
    }

    /** Each of these lets one reader see another end of the body than another reader. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 6\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 6",
                "Content-Length: 6\r\nTransfer-Encoding : chunked",
                "Content-Length: 6\r\nTransfer-Encoding:\tchunked",
                "Content-Length: 6\r\n Transfer-Encoding: chunked",
                "Content-Length: 6\r\nX: y\r\n\tTransfer-Encoding: chunked",
                "Content-Length: 6\r\nTransfer-Encoding: xchunked",
                "Content-Length: 6\r\nTransfer-Encoding: identity",
                "Content-Length: 6\r\nTransfer-Encoding: chunked, identity",
                "Content-Length: 6\r\nTransfer-Encoding:\r\n chunked",
                "Content-Length: 6\r\nTransfer_Encoding: chunked",
                "Content-Length: 6\r\nContent-Length: 7",
                "Content-Length: 6, 7",
                "Content-Length: 6\r\nContent-Length: 6",
                "Content-Length: +6",
                "Content-Length: 0x6",
                "Content-Length: 6 6",
                "Content-Length: -6",
                "Content-Length: 99999999999999999999",
                "Content-Length:",
                "Content-Length: 6\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Connection: Content-Length\r\nContent-Length: 6",
                "Expect: 100-continue\r\nContent-Length: 6",
            })
    void aRequestIsNotSmuggledToTheNextCaller(String lengths) {
        // given
        String hidden = "GET /internal/changes?after=0 HTTP/1.1\r\nHost: localhost\r\nX: ";
        String bytes = "POST /api/auth/logout HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\n" + lengths + "\r\n\r\n0\r\n\r\n\r\n" + hidden + "\r\n\r\n";

        // when
        String answers = RawRequest.exchange(client, bytes);

        // then
        Inside.assertHidden(answers);
        for (int i = 0; i < 5; i++) {
            assertThat(client.get("/api/events/" + UUID.randomUUID()).status()).isEqualTo(404);
            assertThat(client.send("POST", "/api/auth/refresh", "{}", Map.of()).status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FFFFFFFFFFFFFFFFF\r\n",
                "-1\r\nx\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "5 \r\nhello\r\n0\r\n\r\n5\r\n",
                "5;a=\"\r\n\"\r\nhello\r\n0\r\n\r\n",
                "5\nhello\n0\n\n",
                "g\r\n",
                "\r\n\r\n",
                "0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            })
    void anUnclearChunkHarmsNobody(String chunks) throws IOException {
        try (Socket socket = connect()) {
            // when
            write(
                    socket,
                    "POST /api/auth/logout HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            // then
            Inside.assertHidden(answer);
            assertThat(answer).doesNotStartWith("HTTP/1.1 5");
            assertServed();
        }
    }

    @Test
    void whatIsInsideHasNoOtherName() {
        // given
        List<String> inside =
                List.of("internal/changes?after=0", "metrics", "health/ready", "q/health", "q/dev", "q/openapi");
        List<String> ways = List.of(
                "/%s",
                "//%s",
                "/./%s",
                "/api/../%s",
                "/api/events/../../%s",
                "/api/%%2e%%2e/%s",
                "/api/.%%2e/%s",
                "/api/%%252e%%252e/%s",
                "/api/..%%2f%s",
                "/api/..;/%s",
                "/api/..%%5c%s",
                "/api/events;/%s",
                "/api/events/%%00/../../%s",
                "/.well-known/../%s",
                "/ws/../%s",
                "/ws/events/../../%s",
                "/api-docs/../%s",
                "/assets/../%s",
                "/%%2f%s",
                "/%%69nternal/../%s",
                "http://localhost/%s",
                "http://localhost:9001/%s",
                "/api/events/%%c0%%ae%%c0%%ae/%s",
                "/api/events?/../../%s",
                "*/%s");

        // when, then
        for (String name : inside) {
            for (String way : ways) {
                String target = way.formatted(name);
                String answer = RawRequest.exchange(
                        client, "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                assertThat(answer)
                        .as(target)
                        .doesNotContain(
                                "incarnation", "# HELP", "\"checks\"", "\"status\": \"UP\"", "components/schemas");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Proto: evil.example",
                "X-Forwarded-Scheme: evil.example",
                "X-Forwarded-Prefix: /evil.example",
                "X-Forwarded-Port: 1@evil.example",
                "X-Host: evil.example",
                "X-Original-URL: /evil.example",
                "X-Rewrite-URL: /evil.example",
                "Forwarded: host=evil.example",
                "Origin: https://evil.example",
                "Referer: https://evil.example/",
                "Accept-Language: evil.example",
                "X-HTTP-Method-Override: DELETE",
                "Cookie: lang=evil.example",
                "Range: bytes=0-0",
                "Accept-Encoding: evil.example",
            })
    void nothingThatACacheKeepsDependsOnAStrangeHeader(String header) {
        for (String path : List.of("/api/venues", sale.path() + "/seat-map", "/", "/openapi.json")) {
            // A part of a file is told as one (206), which no cache takes for the whole.
            if (path.equals("/") && header.startsWith("Range")) {
                continue;
            }
            // when
            Answer plain = RawRequest.send(client, "GET", path, List.of("Accept: */*"), "");
            Answer strange = RawRequest.send(client, "GET", path, List.of("Accept: */*", header), "");

            // then
            assertThat(strange.text()).as(path).doesNotContain(EVIL).isEqualTo(plain.text());
            assertThat(strange.headers().map().toString()).as(path).doesNotContain(EVIL);
            assertThat(strange.status()).as(path).isEqualTo(plain.status());
        }
    }

    /** Whoever could make a cache keep a refusal would take a page from everybody. */
    @Test
    void noRefusalIsKept() {
        List<Answer> refusals = List.of(
                client.get("/api/events?status=all"),
                client.get("/api/events?page=100000000"),
                client.get("/api/events/" + UUID.randomUUID()),
                client.get("/api/nothing"),
                client.get("/api/reservations"),
                client.send("GET", "/api/events", null, Map.of("Accept", "text/plain")),
                client.send("GET", "/api/events", null, Map.of("X-Large", "x".repeat(17_000))),
                client.send("PUT", "/api/events", null, Map.of()),
                client.get(sale.path() + "/seats?atLeast=x"));
        assertThat(refusals).allSatisfy(refusal -> {
            assertThat(refusal.status()).isBetween(400, 499);
            assertThat(refusal.header("Cache-Control")).as(refusal.text()).isEqualTo("no-store");
        });
    }

    @Test
    void aFilterOfOneCallerIsNotAnothersList() {
        // given
        int all = client.get("/api/events").body().path("total").asInt();

        // when
        client.get("/api/events?status=cancelled");
        client.get("/api/events?q=nothing-is-called-this");
        client.get("/api/events?unknown=1&status=all");

        // then
        assertThat(client.get("/api/events").body().path("total").asInt())
                .isEqualTo(all)
                .isPositive();
    }

    @Test
    void slowCallersHoldNobodyUp() throws IOException {
        // given many who send half of their headers, or half of a body, and then a byte now and then
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < SLOW_CALLERS; i++) {
            Socket socket = connect();
            slow.add(socket);
            write(
                    socket,
                    i % 2 == 0
                            ? "GET /api/events HTTP/1.1\r\nHost: localhost\r\nX-Slow: a"
                            : "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 5000\r\n\r\n{");
        }

        // when, then
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (System.nanoTime() < end) {
            for (Socket socket : slow) {
                write(socket, "a");
            }
            assertServed();
        }
        for (Socket socket : slow) {
            socket.close();
        }
        assertServed();
    }

    private void assertServed() {
        long begun = System.nanoTime();
        assertThat(client.get(sale.path() + "/seats").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    private Socket connect() throws IOException {
        URI gateway = URI.create(client.url());
        Socket socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
