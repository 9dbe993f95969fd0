package gg.tiketi.gateway.route;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gg.tiketi.gateway.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HttpProxyTest {

    @Test
    void methodPathQueryAndBodyArriveUnchanged() {
        // when
        Response answer = given().urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{\"a\":1}")
                .patch("/api/auth/me?name=%ED%99%8D&x=a+b");

        // then
        JsonPath seen = answer.jsonPath();
        answer.then().statusCode(200);
        assertThat(seen.getString("service")).isEqualTo("auth");
        assertThat(seen.getString("method")).isEqualTo("PATCH");
        assertThat(seen.getString("path")).isEqualTo("/api/auth/me");
        assertThat(seen.getString("query")).isEqualTo("name=%ED%99%8D&x=a+b");
        assertThat(seen.getInt("length")).isEqualTo(7);
    }

    @Test
    void seatPathsOfAnEventGoToSeatService() {
        // when
        Response answer = given().get("/api/events/42/seats");

        // then
        assertThat(answer.jsonPath().getString("service")).isEqualTo("seat");
    }

    @Test
    void whoReallyAsksCannotBeForged() {
        // when
        Response answer = given().header("X-Forwarded-For", "6.6.6.6")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Prefix", "/evil")
                .header("Forwarded", "for=6.6.6.6")
                .header("X-Real-Ip", "6.6.6.6")
                .header("X-Internal-Account", "1")
                .header("Authorization", "Bearer abc")
                .get("/api/auth/me");

        // then
        JsonPath seen = answer.jsonPath();
        assertThat(seen.getString("headers.x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(seen.getString("headers.x-forwarded-proto")).isEqualTo("http");
        assertThat(seen.getString("headers.x-forwarded-host")).startsWith("localhost");
        assertThat(seen.getString("headers.authorization")).isEqualTo("Bearer abc");
        assertThat(seen.getMap("headers"))
                .doesNotContainKeys("x-forwarded-prefix", "forwarded", "x-real-ip", "x-internal-account");
    }

    @Test
    void headersOfOneConnectionStayThere() throws IOException {
        // when
        String answer = RawHttp.send(
                "GET /api/auth/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nConnection: X-Secret\r\n"
                        + "X-Secret: 1\r\nTE: trailers\r\nKeep-Alive: 5\r\nProxy-Authorization: x\r\n\r\n");

        // then
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(answer.toLowerCase()).doesNotContain("x-secret", "\"te\"", "\"keep-alive\"", "proxy-authorization");
    }

    @Test
    void aRequestIdIsKeptOrMadeAndPassedOn() {
        // when
        Response kept = given().header("X-Request-Id", "my-request-1").get("/api/auth/me");
        Response replaced = given().header("X-Request-Id", "no good").get("/api/auth/me");

        // then
        assertThat(kept.getHeader("X-Request-Id")).isEqualTo("my-request-1");
        assertThat(kept.jsonPath().getString("headers.x-request-id")).isEqualTo("my-request-1");
        assertThat(replaced.getHeader("X-Request-Id")).hasSize(36);
        assertThat(replaced.jsonPath().getString("headers.x-request-id")).isEqualTo(replaced.getHeader("X-Request-Id"));
    }

    @Test
    void anAnswerPassesWithoutWhatItsServiceShouldNotSay() {
        // when
        Response answer = given().get("/api/auth/chatty");

        // then
        answer.then().statusCode(200);
        assertThat(answer.getHeaders().getValues("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.getHeaders().getValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(answer.getHeaders().getValues("X-Request-Id")).hasSize(1).doesNotContain("something-else");
        assertThat(answer.getHeader("Server")).isNull();
        assertThat(answer.getHeader("X-Hop")).isNull();
        assertThat(answer.getHeader("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void aServicesOwnProblemPassesUnchanged() {
        // when
        Response answer = given().post("/api/events/42/refused");

        // then
        answer.then().statusCode(503);
        Response taken = given().post("/api/reservations/42/refused");
        taken.then().statusCode(409).header("Tiketi-Position", "1:7").contentType("application/problem+json");
        assertThat(taken.jsonPath().getString("type")).endsWith("/seats-taken");
    }

    @Test
    void answersWithoutABodyPass() {
        // when
        Response empty = given().delete("/api/auth/empty");
        Response head = given().head("/api/auth/me");

        // then
        empty.then().statusCode(204);
        head.then().statusCode(200);
        assertThat(head.asString()).isEmpty();
    }

    @Test
    void aServiceThatIsDownIs503() {
        // when
        Response answer = given().get("/api/events");

        // then
        problem(answer, 503, "unavailable");
        answer.then().header("Retry-After", "1");
    }

    @Test
    void aSilentServiceIs504InTime() {
        // given
        Instant before = Instant.now();

        // when
        Response answer = given().get("/api/auth/silent");

        // then
        problem(answer, 504, "gateway-timeout");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aServiceThatHangsUpIs502() {
        // when
        Response answer = given().get("/api/auth/cut");

        // then
        problem(answer, 502, "bad-gateway");
    }

    @Test
    void onlyAReadIsSentAgainWhenItsConnectionWasCut() {
        // when
        Response read = given().get("/api/auth/flaky?caller=read");
        Response write = given().body("{}").contentType("application/json").post("/api/auth/flaky?caller=write");

        // then
        read.then().statusCode(200);
        problem(write, 502, "bad-gateway");
    }

    @Test
    void halfAnAnswerIsNeverPassedOffAsAWholeOne() {
        // when, then
        assertThatThrownBy(() -> given().get("/api/auth/half").asString()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/changes",
                "/openapi",
                "/openapi?format=json",
                "/q/openapi",
                "/q/health",
                "/metrics",
                "/api",
                "/api/internal/changes",
                "/api/nothing",
                "/ws"
            })
    void whatIsNotPublicIsNotFound(String path) throws IOException {
        // when
        String answer = RawHttp.get(path);

        // then
        assertThat(answer)
                .contains("application/problem+json")
                .doesNotContain("\"service\":\"seat\"", "\"service\":\"auth\"");
        assertThat(answer).containsPattern("^HTTP/1.1 40[04]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/auth/../../internal/changes",
                "/api/auth/%2e%2e/%2e%2e/internal/changes",
                "/api/auth/..%2f..%2finternal/changes",
                "/api/auth/..;/internal",
                "/api/auth//internal",
                "//internal/changes",
                "/%69nternal/changes",
                "/api/auth/%252e%252e/internal"
            })
    void pathTricksAreRefused(String path) throws IOException {
        // when
        String answer = RawHttp.get(path);

        // then
        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "malformed-request");
    }

    @Test
    void aBackslashIsRefusedBeforeAnyStep() throws IOException {
        // when
        String answer = RawHttp.get("/api/auth\\..\\internal");

        // then
        assertThat(answer).startsWith("HTTP/1.1 400");
    }

    @Test
    void anAbsoluteRequestTargetCannotChooseItsServer() throws IOException {
        // when
        String answer = RawHttp.get("http://169.254.169.254/api/auth/me");

        // then
        assertThat(answer).startsWith("HTTP/1.1 200").contains("\"service\":\"auth\"", "\"path\":\"/api/auth/me\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "BREW"})
    void methodsNobodyNeedsAreRefused(String method) throws IOException {
        // when
        String answer = RawHttp.send(method + " /api/auth/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        // then
        assertThat(answer).startsWith("HTTP/1.1 405").contains("application/problem+json");
    }

    static void problem(Response answer, int status, String slug) {
        answer.then().statusCode(status).contentType("application/problem+json");
        assertThat(answer.jsonPath().getString("type")).isEqualTo("https://tiketi.gg/problems/" + slug);
        assertThat(answer.jsonPath().getString("requestId")).isEqualTo(answer.getHeader("X-Request-Id"));
    }
}
