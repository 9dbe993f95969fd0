package gg.tiketi.event.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.event.ServiceCalls;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class ServiceTokenTest {

    private static final String PLAN = "/internal/plans/00000000-0000-0000-0000-000000000000/1";

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer wrong", "Bearer a-service-token-for-tests-012345678", "Basic eDp5"})
    void withoutTheServiceTokenNobodyGetsIn(String authorization) {
        RequestSpecification call = given().header("Authorization", authorization);
        for (String path : new String[] {"/internal/changes", "/internal/changes/", PLAN}) {
            call.get(path)
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", "Bearer")
                    .contentType("application/problem+json")
                    .body("type", equalTo("https://tiketi.gg/problems/unauthenticated"));
        }
        call.contentType("application/json")
                .body("{}")
                .post("/internal/stock")
                .then()
                .statusCode(401);
    }

    @Test
    void aBuyersTokenIsNotAServiceToken() {
        given().header("Authorization", "Bearer " + TestTokens.role(UUID.randomUUID(), "admin"))
                .get("/internal/changes")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//internal/changes",
                "/internal//changes",
                "/internal;a=b/changes",
                "/%69nternal/changes",
                "/api/../internal/changes",
                "/api/events/../../internal/changes",
                "/INTERNAL/changes"
            })
    void noSpellingOfThePathGetsAroundIt(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(org.hamcrest.Matchers.oneOf(400, 401, 404));
    }

    @Test
    void noHeaderIsRefused() {
        given().get("/internal/changes").then().statusCode(401);
    }

    @Test
    void theServiceTokenLetsIn() {
        ServiceCalls.get("/internal/changes");
    }

    @Test
    void internalPathsAreNotInThePublicDocument() {
        given().get("/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.keySet().findAll { it.startsWith('/internal') }.size()", equalTo(0))
                .body("paths.keySet().findAll { it.startsWith('/api/events') }.size()", equalTo(2));
    }

    @Test
    void aShortTokenIsRefusedAtStart() {
        assertThatThrownBy(() -> new ServiceToken(() -> "short")).isInstanceOf(IllegalStateException.class);
    }
}
