package gg.tiketi.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    @ParameterizedTest
    @CsvSource({
        "/.well-known/jwks.json, AUTH",
        "/api/auth/login, AUTH",
        "/api/auth/me/password, AUTH",
        "/api/admin/accounts/7/role, AUTH",
        "/api/admin/audit, AUTH",
        "/api/events, EVENT",
        "/api/events/42, EVENT",
        "/api/venues, EVENT",
        "/api/news/1, EVENT",
        "/api/events/42/seat-map, SEAT",
        "/api/events/42/seats, SEAT",
        "/api/events/42/reservations, SEAT",
        "/api/events/42/waiting-room, SEAT",
        "/api/events/42/waitlist, SEAT",
        "/api/reservations, SEAT",
        "/api/reservations/7/payments, SEAT",
        "/api/payments/7/confirm, SEAT",
        "/api/tickets/7/qr.png, SEAT",
        "/ws/events/42, SEAT",
        "/asyncapi.json, SEAT",
        "/api/admin/events/42, EVENT",
        "/api/admin/events/42/seats, SEAT",
        "/api/admin/check-ins, SEAT",
        "/api/admin/integrity, SEAT"
    })
    void everyPublicPathHasItsService(String path, Upstream upstream) {
        // when
        var found = RouteTable.find(path);

        // then
        assertThat(found).contains(upstream);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/", "/events/42", "/api", "/api/", "/api/authx/login", "/api/internal", "/internal/changes",
                "/openapi", "/q/health", "/health/ready", "/metrics", "/API/auth/login", "/apix/auth", "/wsx"
            })
    void everythingElseHasNone(String path) {
        // when
        var found = RouteTable.find(path);

        // then
        assertThat(found).isEmpty();
    }
}
