package gg.tiketi.system;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a caller does wrong is told as a problem that shows nothing of the inside. */
@ExtendWith(RunningSuite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTest {

    private final Client client;
    private final Tokens tokens;
    private final Client buyer;
    private final Sale sale;
    private final String mine;
    private final String foreign;

    RefusalTest(Client client, Tokens tokens) {
        this.client = client;
        this.tokens = tokens;
        this.buyer = tokens.buyer();
        this.sale = Sale.of(client, "Letters from the Paper Moon");
        this.mine = "/api/reservations/" + reserved(buyer, 0);
        this.foreign = "/api/reservations/" + reserved(tokens.buyer(), 1);
    }

    private String reserved(Client by, int seat) {
        return sale.reserve(by, sale.labels().get(seat)).body().path("id").asText();
    }

    /**
     * A request and its refusal; the caller is a buyer unless the headers have another Authorization, and an
     * Idempotency-Key goes with it unless they have another or an empty one.
     */
    record Refusal(
            String name,
            int status,
            String problem,
            String method,
            String path,
            Object body,
            Map<String, String> headers) {

        Refusal(String name, int status, String problem, String method, String path, Object body) {
            this(name, status, problem, method, path, body, Map.of());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource({"malformed", "againstTheRules", "ofOthers", "unroutable"})
    void isToldAsAProblem(Refusal refusal) {
        // given
        Map<String, String> headers = new HashMap<>();
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        headers.putAll(refusal.headers());
        boolean isNobody = "".equals(headers.get("Authorization"));
        headers.values().removeIf(String::isEmpty);
        Client caller = isNobody ? client : buyer;

        // when
        Answer answer = caller.send(refusal.method(), refusal.path(), refusal.body(), headers);

        // then
        Inside.assertProblem(answer, refusal.status(), refusal.problem());
    }

    Stream<Refusal> malformed() {
        String reserve = sale.path() + "/reservations";
        String deep = "[".repeat(20_000);
        return Stream.of(
                new Refusal("JSON cut off", 400, "malformed-request", "POST", reserve, "{\"seats\":["),
                new Refusal("no JSON", 400, "malformed-request", "POST", "/api/auth/login", "hello"),
                new Refusal("empty body", 400, "invalid-fields", "POST", reserve, ""),
                new Refusal("null", 400, "invalid-fields", "POST", reserve, "null"),
                new Refusal("an array for an object", 400, "malformed-request", "POST", reserve, "[]"),
                new Refusal("JSON nested very deep", 400, "malformed-request", "POST", reserve, deep),
                new Refusal("nested deep in a field", 400, "malformed-request", "POST", reserve, "{\"seats\":" + deep),
                new Refusal(
                        "a number of thousands of digits",
                        400,
                        "malformed-request",
                        "POST",
                        reserve,
                        "{\"seats\":" + "9".repeat(5_000) + "}"),
                new Refusal(
                        "unknown field", 400, "malformed-request", "POST", reserve, "{\"seats\":[\"A\"],\"vip\":1}"),
                new Refusal("wrong type", 400, "malformed-request", "POST", reserve, "{\"seats\":{}}"),
                new Refusal("no seats", 400, "invalid-fields", "POST", reserve, "{\"seats\":[]}"),
                new Refusal("a seat that is null", 400, "invalid-fields", "POST", reserve, "{\"seats\":[null]}"),
                new Refusal(
                        "65 seats",
                        400,
                        "invalid-fields",
                        "POST",
                        reserve,
                        Map.of("seats", sale.labels().subList(2, 67))),
                new Refusal(
                        "label with a zero byte", 422, "unknown-seats", "POST", reserve, "{\"seats\":[\"\\u0000\"]}"),
                new Refusal(
                        "label of half a character",
                        422,
                        "unknown-seats",
                        "POST",
                        reserve,
                        "{\"seats\":[\"\\ud800\"]}"),
                new Refusal(
                        "unknown payment method",
                        400,
                        "malformed-request",
                        "POST",
                        mine + "/payments",
                        "{\"method\":\"gold\"}"),
                new Refusal("no payment method", 400, "invalid-fields", "POST", mine + "/payments", "{}"),
                new Refusal(
                        "name with a zero byte",
                        400,
                        "invalid-fields",
                        "POST",
                        "/api/auth/register",
                        "{\"email\":\"a@example.com\",\"password\":\"correct horse battery 9\",\"name\":\"a\\u0000b\"}"),
                new Refusal(
                        "name of half a character",
                        400,
                        "invalid-fields",
                        "POST",
                        "/api/auth/register",
                        "{\"email\":\"b@example.com\",\"password\":\"correct horse battery 9\",\"name\":\"\\ud800\"}"),
                new Refusal(
                        "e-mail with a zero byte",
                        400,
                        "invalid-fields",
                        "POST",
                        "/api/auth/login",
                        "{\"email\":\"a\\u0000@example.com\",\"password\":\"correct horse battery 9\"}"),
                new Refusal(
                        "password of half a character",
                        401,
                        "bad-credentials",
                        "POST",
                        "/api/auth/login",
                        "{\"email\":\"c@example.com\",\"password\":\"\\ud800 horse battery 9\"}"),
                new Refusal("bad event id", 400, "malformed-request", "GET", "/api/events/42", null),
                new Refusal("bad event id of seats", 400, "malformed-request", "GET", "/api/events/42/seats", null),
                new Refusal("bad reservation id", 400, "malformed-request", "GET", "/api/reservations/42", null),
                new Refusal("page 0", 400, "invalid-fields", "GET", "/api/events?page=0", null),
                new Refusal(
                        "page no integer holds", 400, "malformed-request", "GET", "/api/events?page=99999999999", null),
                new Refusal("page of words", 400, "malformed-request", "GET", "/api/reservations?page=two", null),
                new Refusal("page size too large", 400, "invalid-fields", "GET", "/api/reservations?size=101", null),
                new Refusal("page size negative", 400, "invalid-fields", "GET", "/api/venues?size=-1", null),
                new Refusal("unknown status", 400, "invalid-fields", "GET", "/api/events?status=on", null),
                new Refusal("unknown sort", 400, "invalid-fields", "GET", "/api/events?sort=price;drop", null),
                new Refusal("no date", 400, "malformed-request", "GET", "/api/events?from=yesterday", null),
                new Refusal("query too long", 400, "invalid-fields", "GET", "/api/events?q=" + "a".repeat(101), null),
                new Refusal(
                        "no key", 400, "idempotency-key-required", "DELETE", mine, null, Map.of("Idempotency-Key", "")),
                new Refusal(
                        "no key to reserve",
                        400,
                        "idempotency-key-required",
                        "POST",
                        reserve,
                        Map.of("seats", List.of(sale.labels().get(5))),
                        Map.of("Idempotency-Key", "")),
                new Refusal(
                        "short key",
                        400,
                        "idempotency-key-required",
                        "DELETE",
                        mine,
                        null,
                        Map.of("Idempotency-Key", "a")),
                new Refusal(
                        "key of other letters",
                        400,
                        "idempotency-key-required",
                        "DELETE",
                        mine,
                        null,
                        Map.of("Idempotency-Key", "'; DROP TABLE --")),
                new Refusal(
                        "text instead of JSON",
                        415,
                        "unsupported-media-type",
                        "POST",
                        reserve,
                        "seats=A",
                        Map.of("Content-Type", "text/plain")),
                new Refusal(
                        "a form instead of JSON",
                        415,
                        "unsupported-media-type",
                        "POST",
                        "/api/auth/login",
                        "email=a",
                        Map.of("Content-Type", "application/x-www-form-urlencoded")),
                new Refusal(
                        "only XML accepted",
                        406,
                        "not-acceptable",
                        "GET",
                        "/api/events",
                        null,
                        Map.of("Accept", "application/xml")),
                new Refusal("wrong method", 405, "method-not-allowed", "PUT", mine, "{}"),
                new Refusal("wrong method of a list", 405, "method-not-allowed", "DELETE", "/api/events", null),
                new Refusal("wrong method of login", 405, "method-not-allowed", "GET", "/api/auth/login", null));
    }

    Stream<Refusal> againstTheRules() {
        Sale upcoming = Sale.of(client, "The Night the Last Train Left");
        Sale past = Sale.of(client, "Cheongnam Philharmonic: Autumn Concert");
        Sale cancelled = Sale.of(client, "Oreum Jazz Night");
        return Stream.of(
                reserve("a seat that does not exist", "unknown-seats", sale, List.of("VIP-99-99")),
                reserve("too many seats", "too-many-seats", sale, sale.labels().subList(10, 15)),
                reserve(
                        "more than one person may have",
                        "purchase-limit",
                        sale,
                        sale.labels().subList(10, 14)),
                reserve(
                        "before the sale",
                        "sale-not-open",
                        upcoming,
                        upcoming.labels().subList(0, 1)),
                reserve("after the sale", "sale-closed", past, past.labels().subList(0, 1)),
                reserve(
                        "a cancelled event",
                        "event-cancelled",
                        cancelled,
                        cancelled.labels().subList(0, 1)));
    }

    private static Refusal reserve(String name, String problem, Sale of, List<String> seats) {
        return new Refusal(name, 422, problem, "POST", of.path() + "/reservations", Map.of("seats", seats));
    }

    Stream<Refusal> ofOthers() {
        String event = sale.path();
        Map<String, String> nobody = Map.of("Authorization", "");
        return Stream.of(
                new Refusal("somebody else's reservation", 404, "reservation-not-found", "GET", foreign, null),
                new Refusal("cancelling somebody else's", 404, "reservation-not-found", "DELETE", foreign, null),
                new Refusal(
                        "paying somebody else's",
                        404,
                        "reservation-not-found",
                        "POST",
                        foreign + "/payments",
                        Map.of("method", "card")),
                new Refusal(
                        "no such reservation",
                        404,
                        "reservation-not-found",
                        "GET",
                        "/api/reservations/" + UUID.randomUUID(),
                        null),
                new Refusal("no such event", 404, "not-found", "GET", "/api/events/" + UUID.randomUUID(), null),
                new Refusal(
                        "no such event's seats",
                        404,
                        "event-not-found",
                        "GET",
                        "/api/events/" + UUID.randomUUID() + "/seats",
                        null),
                new Refusal(
                        "an administrator's act",
                        403,
                        "forbidden",
                        "POST",
                        "/api/admin" + event.substring(4) + "/cancel",
                        null),
                unauthenticated("no token", nobody),
                unauthenticated("an empty bearer", Map.of("Authorization", "Bearer ")),
                unauthenticated("no JWT", Map.of("Authorization", "Bearer abc")),
                unauthenticated("three empty parts", Map.of("Authorization", "Bearer ..")),
                unauthenticated("another scheme", Map.of("Authorization", "Basic YTpi")),
                unauthenticated(
                        "an expired token",
                        bearer(tokens.sign(Map.of("exp", Instant.now().getEpochSecond() - 60)))),
                unauthenticated("another issuer's token", bearer(tokens.sign(Map.of("iss", "https://example.com")))),
                unauthenticated("a token for others", bearer(tokens.sign(Map.of("aud", "other")))),
                unauthenticated("another kind of token", bearer(tokens.sign(Map.of("typ", "JWT"), Map.of()))),
                unauthenticated("an unknown key's token", bearer(tokens.sign(Map.of("kid", "unknown"), Map.of()))),
                unauthenticated("a token with another payload", bearer(tampered())),
                unauthenticated("a token without signature", bearer(unsigned())));
    }

    private static Refusal unauthenticated(String name, Map<String, String> headers) {
        return new Refusal(name, 401, "unauthenticated", "GET", "/api/reservations", null, headers);
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private String tampered() {
        String[] mine = tokens.sign(Map.of()).split("\\.", -1);
        String[] richer = tokens.sign(Map.of("groups", List.of("admin"))).split("\\.", -1);
        return mine[0] + "." + richer[1] + "." + mine[2];
    }

    private String unsigned() {
        String payload = tokens.sign(Map.of()).split("\\.", -1)[1];
        return Tokens.encode(Map.of("alg", "none", "typ", "at+jwt")) + "." + payload + ".";
    }

    Stream<Refusal> unroutable() {
        return Stream.of(
                        "/api",
                        "/api/",
                        "/api/nothing",
                        "/api/internal/changes",
                        "/internal",
                        "/internal/changes",
                        "/internal/stock",
                        "/internal/plans/00000000-0000-4000-8000-000000000000/1",
                        "/openapi",
                        "/openapi/",
                        "/q/openapi",
                        "/q/health",
                        "/q/dev-ui",
                        "/q/arc/beans",
                        "/health/ready",
                        "/health/live",
                        "/metrics",
                        "/q/metrics",
                        "/.well-known/nothing",
                        "/missing.js",
                        "/.env")
                .map(path -> new Refusal("GET " + path, 404, "not-found", "GET", path, null));
    }
}
