package gg.tiketi.gateway.route;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.gateway.Strict;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** With a breaker that opens after three. */
@QuarkusTest
@TestProfile(Strict.class)
class BreakersTest {

    @Inject
    MeterRegistry metrics;

    @Test
    void aServiceThatStaysSilentIsAskedRarelyAndTheOthersAreAsBefore() {
        // given
        for (int i = 0; i < 3; i++) {
            ask("silent").then().statusCode(504);
        }

        // when
        for (int i = 0; i < 3; i++) {
            ask("seats").then().statusCode(503).header("Retry-After", "1");
        }

        // then
        assertThat(open()).isEqualTo(1);
        given().header("X-Forwarded-For", "10.9.0.1").get("/api/auth/me").then().statusCode(200);
        Awaitility.await().until(() -> ask("seats").statusCode() == 200);
        assertThat(open()).isZero();
        ask("seats").then().statusCode(200);
    }

    private double open() {
        return metrics.get("tiketi.gateway.breaker.open")
                .tag("service", "seat")
                .gauge()
                .value();
    }

    private static Response ask(String last) {
        return given().header("X-Forwarded-For", "10.9.0.1").get("/api/events/42/seats/" + last);
    }
}
