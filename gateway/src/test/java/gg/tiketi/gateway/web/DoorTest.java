package gg.tiketi.gateway.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DoorTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/auth/me", "/api/nothing", "/missing.js", "/health", "/api/events"})
    void everyAnswerTellsBrowsersToBeCareful(String path) {
        // when
        Response answer = given().get(path);

        // then
        answer.then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "strict-origin-when-cross-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin");
        assertThat(answer.getHeader("Content-Security-Policy"))
                .contains("default-src 'self'", "connect-src 'self' ws: wss:", "frame-ancestors 'none'");
        assertThat(answer.getHeader("Permissions-Policy")).contains("camera=()");
        assertThat(answer.getHeader("Strict-Transport-Security")).isNull();
        assertThat(answer.getHeader("Server")).isNull();
        assertThat(answer.getHeader("X-Request-Id")).isNotBlank();
    }

    @Test
    void healthIsCheapAndNeverCached() {
        // when
        Response answer = given().get("/health");

        // then
        answer.then().statusCode(200).contentType("application/json").header("Cache-Control", "no-store");
        assertThat(answer.jsonPath().getString("status")).isEqualTo("UP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/events/42", "/my/reservations", "/index.html"})
    void everyViewIsThePage(String path) {
        // when
        Response answer = given().accept("text/html").get(path);

        // then
        answer.then().statusCode(200).header("Cache-Control", "no-cache");
        assertThat(answer.contentType()).startsWith("text/html");
    }

    @ParameterizedTest
    @CsvSource({"/x.js,*/*", "/x.js,text/html", "/assets/gone-1.js,*/*", "/events/42,application/json", "/q,text/html"})
    void whatIsMissingIsAProblemAndNotThePage(String path, String accept) {
        // when
        Response answer = given().accept(accept).get(path);

        // then
        answer.then().statusCode(404).contentType("application/problem+json");
        assertThat(String.valueOf(answer.getHeader("Cache-Control"))).doesNotContain("immutable");
    }

    @Test
    void filesWithAHashInTheirNameAreKeptForAYear() {
        // when
        Response answer = given().get("/assets/app-1a2b3c.js");

        // then
        answer.then().statusCode(200).header("Cache-Control", "public, max-age=31536000, immutable");
    }

    @Test
    void otherSitesGetNoPermission() {
        // when
        Response answer = given().header("Origin", "https://evil.example").get("/api/auth/me");
        Response preflight = given().header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .options("/api/auth/login");

        // then
        assertThat(answer.getHeader("Access-Control-Allow-Origin")).isNull();
        assertThat(preflight.getHeader("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void listedSitesGetPermission() {
        // when
        Response preflight = given().header("Origin", "https://partner.example")
                .header("Access-Control-Request-Method", "POST")
                .options("/api/auth/login");
        Response answer = given().header("Origin", "https://partner.example").get("/api/auth/me");

        // then
        preflight.then().statusCode(204).header("Access-Control-Allow-Origin", "https://partner.example");
        assertThat(preflight.getHeader("Access-Control-Allow-Headers")).contains("Idempotency-Key");
        answer.then().statusCode(200).header("Access-Control-Allow-Origin", "https://partner.example");
    }

    @Test
    void problemsSpeakTheCallersLanguage() {
        // when
        Response korean = given().get("/api/nothing");
        Response english = given().header("Accept-Language", "en-GB,en").get("/api/nothing");

        // then
        assertThat(korean.jsonPath().getString("title")).isEqualTo("찾을 수 없습니다");
        assertThat(english.jsonPath().getString("title")).isEqualTo("Not found");
    }
}
