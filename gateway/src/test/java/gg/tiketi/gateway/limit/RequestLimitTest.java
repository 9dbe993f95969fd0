package gg.tiketi.gateway.limit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.gateway.RawHttp;
import gg.tiketi.gateway.Strict;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One request a second over 600 nodes, five hours' worth at once: 30 at once here, and ten minutes for one to come back. */
@QuarkusTest
@TestProfile(Strict.class)
class RequestLimitTest {

    private static final int BURST = 30;
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private final String address = "10.1.0." + ADDRESSES.incrementAndGet();

    private Response read(String token, String from) {
        return given().header("X-Forwarded-For", from)
                .header("Authorization", "Bearer " + token)
                .get("/api/auth/me");
    }

    private static String someAddress(int i) {
        return "10.2.0." + i;
    }

    @Test
    void anAddressGetsItsShareAndIsToldHowMuchIsLeft() {
        // when
        Response first = given().header("X-Forwarded-For", address).get("/api/auth/me");
        IntStream.range(1, BURST)
                .forEach(i -> given().header("X-Forwarded-For", address).get("/api/auth/me"));
        Response refused = given().header("X-Forwarded-For", address).get("/api/auth/me");

        // then
        first.then().statusCode(200).header("RateLimit-Policy", "\"reads-of-address\";q=30;w=18000");
        assertThat(first.header("RateLimit")).isEqualTo("\"reads-of-address\";r=29;t=600");
        refused.then().statusCode(429).contentType("application/problem+json");
        assertThat(refused.jsonPath().getString("type")).endsWith("/too-many-requests");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(500, 600);
        assertThat(refused.header("RateLimit")).startsWith("\"reads-of-address\";r=0;t=");
    }

    @Test
    void readsDoNotUseUpWhatSignInsAndWritesHave() {
        // given
        IntStream.rangeClosed(0, BURST)
                .forEach(i -> given().header("X-Forwarded-For", address).get("/api/auth/me"));

        // when, then
        given().header("X-Forwarded-For", address)
                .post("/api/auth/login")
                .then()
                .statusCode(200);
        given().header("X-Forwarded-For", address)
                .post("/api/auth/logout")
                .then()
                .statusCode(200);
    }

    @Test
    void anAccountIsCountedOverAllItsAddresses() {
        // given
        String token = TestTokens.user(UUID.randomUUID());
        awaitKeys();

        // when
        for (int i = 0; i < BURST; i++) {
            read(token, someAddress(i)).then().statusCode(200);
        }

        // then
        Response refused = read(token, someAddress(BURST));
        refused.then().statusCode(429);
        assertThat(refused.header("RateLimit-Policy")).startsWith("\"reads-of-account\"");
        read(TestTokens.someone(), someAddress(BURST)).then().statusCode(200);
    }

    @Test
    void aForgedTokenNeitherFreesNorFillsABucket() {
        // given
        UUID victim = UUID.randomUUID();
        String good = TestTokens.user(victim);
        String forged = good.substring(0, good.length() - 10) + "AAAAAAAAAA";
        awaitKeys();

        // when
        IntStream.rangeClosed(0, BURST).forEach(i -> read(i + forged, address));
        for (int i = 0; i < BURST; i++) {
            read(forged, "10.3.0." + i);
        }

        // then
        read(forged, address).then().statusCode(429);
        read(good, "10.3.1.1").then().statusCode(200).header("RateLimit", "\"reads-of-account\";r=29;t=600");
    }

    @Test
    void anExemptAddressIsNotCounted() {
        // when
        for (int i = 0; i <= BURST; i++) {
            Response answer = given().header("X-Forwarded-For", "10.9.1.1").get("/api/auth/me");
            answer.then().statusCode(200);
            assertThat(answer.header("RateLimit")).isNull();
        }
    }

    @Test
    void theHealthAndThePageAreNotCounted() {
        // when, then
        for (int i = 0; i <= BURST; i++) {
            given().header("X-Forwarded-For", address).get("/health").then().statusCode(200);
            given().header("X-Forwarded-For", address).get("/index.html").then().statusCode(200);
        }
    }

    @Test
    void anAddressHasSoManySocketsOpenAndNoMore() {
        // given
        HttpClient http = HttpClient.newHttpClient();
        List<WebSocket> open = List.of(socket(http), socket(http));

        // when, then
        assertThatThrownBy(() -> socket(http))
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> assertThat(
                                refused.getResponse().statusCode())
                        .isEqualTo(429));
        open.forEach(WebSocket::abort);
        Awaitility.await().untilAsserted(() -> socket(http).abort());
        http.shutdownNow();
    }

    private WebSocket socket(HttpClient http) {
        return http.newWebSocketBuilder()
                .header("X-Forwarded-For", address)
                .buildAsync(
                        URI.create("ws://localhost:" + RestAssured.port + "/ws/events/1"), new WebSocket.Listener() {})
                .join();
    }

    @Test
    void aBodyThatDoesNotComeIsGivenUp() throws IOException {
        // given
        Instant begun = Instant.now();

        // when
        String small = RawHttp.send("POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + address
                + "\r\nContent-Length: 10\r\n\r\nhel");
        String large = RawHttp.send("POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + address
                + "\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n");

        // then
        assertThat(small).startsWith("HTTP/1.1 408").contains("application/problem+json", "request-timeout");
        assertThat(large).startsWith("HTTP/1.1 408").contains("application/problem+json", "request-timeout");
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }

    /** Until the gateway has read the keys, it knows no account. */
    private void awaitKeys() {
        Awaitility.await()
                .until(() -> String.valueOf(read(TestTokens.someone(), "10.4.0." + ADDRESSES.incrementAndGet())
                                .header("RateLimit-Policy"))
                        .startsWith("\"reads-of-account\""));
    }
}
