package gg.tiketi.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredPathTest {

    @ParameterizedTest
    @CsvSource({
        "/api/events,/api/events",
        "/api/events/,/api",
        "/api/events/12,/api/events/{eventId}",
        "/api/events/12/seats,/api/events/{eventId}/seats",
        "/api/events/12/seats/more,/api",
        "/api/events//seats,/api",
        "/api/events/12/reservations,/api/events/{eventId}/reservations",
        "/api/reservations/9/payments,/api/reservations/{id}/payments",
        "/api/auth/login,/api/auth/{act}",
        "/api/auth/me/password,/api/auth/me/{part}",
        "/api/auth/sessions/1,/api/auth/sessions/{id}",
        "/api/admin/events/3/seats,/api/admin",
        "/api/tickets/4/qr.png,/api",
        "/apifoo,/page",
        "/ws/events/3,/ws",
        "/.well-known/jwks.json,/.well-known",
        "/asyncapi.json,/asyncapi.json",
        "/assets/index-1.js,/page",
        "/,/"
    })
    void aPathHasOneOfAFewNames(String path, String name) {
        assertThat(MeasuredPath.of(path)).isEqualTo(name);
    }
}
