package gg.tiketi.gateway.web;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * The few names that paths have in metrics: without them each event and reservation would be a time series of its own.
 * Quarkus can find them by regular expressions; tried one after the other at each request, these made half of all garbage.
 */
final class MeasuredPath {

    /** Where Quarkus' HTTP metrics look for a path's name, a local of the request's context. */
    private static final String LOCAL = "UrlPathTemplate";

    /** The first that fits decides; {@code {…}} is one segment. */
    private static final List<String> TEMPLATES = List.of(
            "/api/events/{eventId}/seats",
            "/api/events/{eventId}/reservations",
            "/api/events/{eventId}/waiting-room",
            "/api/events/{eventId}/seat-map",
            "/api/events/{eventId}/waitlist",
            "/api/events/{eventId}",
            "/api/events",
            "/api/reservations/{id}/payments",
            "/api/reservations/{id}",
            "/api/reservations",
            "/api/auth/login/second-factor",
            "/api/auth/google/start",
            "/api/auth/me/{part}",
            "/api/auth/sessions/{id}",
            "/api/auth/{act}",
            "/health",
            "/asyncapi.json");

    /** All that is not above, by its beginning. */
    private static final List<String> BEGINNINGS = List.of("/api/admin", "/api", "/ws", "/.well-known");

    private static final String PAGE = "/page";

    private MeasuredPath() {}

    /** Has the current request counted under its path's name. */
    static void label(String path) {
        Context current = Vertx.currentContext();
        if (current != null) {
            current.putLocal(LOCAL, of(path));
        }
    }

    static String of(String path) {
        for (String template : TEMPLATES) {
            if (fits(template, path)) {
                return template;
            }
        }
        for (String beginning : BEGINNINGS) {
            if (path.startsWith(beginning) && path.startsWith("/", beginning.length())) {
                return beginning;
            }
        }
        return path.equals("/") ? path : PAGE;
    }

    private static boolean fits(String template, String path) {
        int at = 0;
        for (int i = 0; i < template.length(); i++) {
            if (template.charAt(i) == '{') {
                int end = path.indexOf('/', at);
                int next = end < 0 ? path.length() : end;
                if (next == at) {
                    return false;
                }
                at = next;
                i = template.indexOf('}', i);
            } else if (at < path.length() && path.charAt(at) == template.charAt(i)) {
                at++;
            } else {
                return false;
            }
        }
        return at == path.length();
    }
}
