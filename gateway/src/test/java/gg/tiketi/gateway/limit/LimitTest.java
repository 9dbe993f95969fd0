package gg.tiketi.gateway.limit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.gateway.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LimitTest {

    private static final int LIMIT = 65_536;

    @Test
    void aBodyOfExactlyTheLimitPasses() {
        // when
        Response answer =
                given().body(new byte[LIMIT]).contentType("text/plain").post("/api/auth/login");

        // then
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getInt("length")).isEqualTo(LIMIT);
    }

    @Test
    void aBodyAnnouncedAsTooLargeIsRefusedAtOnce() throws IOException {
        // when
        String answer =
                RawHttp.send("POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 65537\r\n\r\n");

        // then
        assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json", "body-too-large");
    }

    @Test
    void aBodyThatGrowsTooLargeIsCutOff() throws IOException {
        // when
        String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
        String answer =
                RawHttp.send("POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + chunk.repeat(4) + "1\r\nx\r\n0\r\n\r\n");

        // then
        assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json", "body-too-large");
    }

    @Test
    void aChunkedBodyWithinTheLimitPasses() throws IOException {
        // when
        String answer = RawHttp.send("POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3\r\nyou\r\n0\r\n\r\n");

        // then
        assertThat(answer).startsWith("HTTP/1.1 200").contains("\"length\":8");
    }

    @Test
    void tooLargeHeadersAreRefused() {
        // when
        Response answer = given().header("X-Large", "x".repeat(17_000)).get("/api/auth/me");

        // then
        answer.then().statusCode(431).contentType("application/problem+json");
    }
}
