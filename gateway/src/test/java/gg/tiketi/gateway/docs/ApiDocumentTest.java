package gg.tiketi.gateway.docs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApiDocumentTest {

    @Test
    void theDocumentsOfTheServicesBecomeOneEvenWhileOneIsDown() {
        // when
        Response answer = given().get("/openapi.json");

        // then
        answer.then().statusCode(200).contentType("application/json");
        JsonPath document = answer.jsonPath();
        assertThat(document.getMap("paths")).containsOnlyKeys("/api/auth/login", "/api/events/{eventId}/seats");
        assertThat(document.getMap("components.schemas")).containsOnlyKeys("Answer", "SeatAnswer", "Same", "Problem");
        assertThat(document.getList("tags.name")).containsExactly("auth", "seat");
    }

    @Test
    void aRenamedSchemaIsReferredToByItsNewName() {
        // when
        String document = given().get("/openapi.json").asString();

        // then
        assertThat(document).contains("#/components/schemas/SeatAnswer", "#/components/schemas/Answer");
        assertThat(document).doesNotContain("/internal");
    }

    @Test
    void thePageOfTheDocumentIsServedAndMayRunItsScript() {
        // when
        Response answer = given().accept("text/html").get("/api-docs");

        // then
        answer.then().statusCode(200);
        assertThat(answer.asString()).contains("/openapi.json", "swagger-ui");
        assertThat(answer.getHeader("Content-Security-Policy")).contains("script-src 'self' 'unsafe-inline'");
    }
}
