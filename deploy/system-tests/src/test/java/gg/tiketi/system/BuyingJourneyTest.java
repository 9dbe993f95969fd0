package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a buyer does from the first visit to the cancellation. */
@ExtendWith(RunningSuite.class)
class BuyingJourneyTest {

    private static final String PASSWORD = "correct horse battery 9";
    private static final String LARGE_EVENT = "Neon Raccoonz Nationwide Tour - Busan";
    private static final int LARGE_EVENT_SEATS = 4_900;
    private static final int LARGEST_SEATS_ANSWER = 2_048;

    private final Client visitor;
    private final Tokens tokens;

    BuyingJourneyTest(Client client, Tokens tokens) {
        this.visitor = client;
        this.tokens = tokens;
    }

    @Test
    void anAccountIsOpenedSignedInAndRenewed() {
        // given
        String email = "journey-" + UUID.randomUUID() + "@example.com";

        // when
        Answer registered = visitor.register(email, PASSWORD);
        Answer again = visitor.register(email, PASSWORD);
        Answer wrong = visitor.login(email, "not the password");
        Answer signedIn = visitor.login(email, PASSWORD);

        // then
        assertThat(registered.status()).isEqualTo(201);
        assertThat(again.problem()).isEqualTo("email-taken");
        assertThat(wrong.problem()).isEqualTo("bad-credentials");
        assertThat(signedIn.status()).isEqualTo(200);
        assertThat(signedIn.body().path("tokenType").asText()).isEqualTo("Bearer");
        assertThat(signedIn.body().path("expiresIn").asInt()).isBetween(1, 600);
        Answer me =
                visitor.withToken(signedIn.body().path("accessToken").asText()).get("/api/auth/me");
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.body()).isEqualTo(registered.body().path("user"));

        // when
        Answer second = refresh(refreshToken(signedIn));
        Answer third = refresh(refreshToken(second));

        // then
        assertThat(List.of(second.status(), third.status())).containsOnly(200);
        assertThat(List.of(refreshToken(signedIn), refreshToken(second), refreshToken(third)))
                .doesNotHaveDuplicates();
        Client renewed = visitor.withToken(third.body().path("accessToken").asText());
        assertThat(renewed.get("/api/auth/me").body()).isEqualTo(me.body());

        // when
        Answer reused = refresh(refreshToken(signedIn));

        // then
        assertThat(reused.status()).isEqualTo(401);
        assertThat(reused.problem()).isEqualTo("session-ended");
        assertThat(refresh(refreshToken(third)).problem())
                .as("a reused token ends the whole session")
                .isEqualTo("session-ended");
    }

    @ParameterizedTest
    @CsvSource({"콘서트, concert", "뮤지컬, musical", "축구, soccer", "부산, busan", "네온 라쿤즈, neon raccoonz"})
    void aKoreanWordAndItsEnglishTwinFindTheSame(String korean, String english) {
        // when
        Answer byKorean = search(korean);
        Answer byEnglish = search(english);

        // then
        assertThat(byKorean.status()).isEqualTo(200);
        assertThat(byKorean.body().path("total").asInt())
                .isPositive()
                .isLessThan(visitor.get("/api/events").body().path("total").asInt());
        assertThat(byEnglish.body().path("items")).isEqualTo(byKorean.body().path("items"));
    }

    @Test
    void anEventItsPlanAndItsSeatsAgree() {
        // given
        Sale sale = Sale.of(visitor, LARGE_EVENT);

        // when
        JsonNode event = visitor.get(sale.path()).body();
        Answer map = visitor.get(sale.path() + "/seat-map");
        Answer seats = visitor.get(sale.path() + "/seats");

        // then
        assertThat(event.path("status").asText()).isEqualTo("on_sale");
        assertThat(event.path("total").asInt()).isEqualTo(LARGE_EVENT_SEATS);
        assertThat(event.path("planVersion")).isEqualTo(map.body().path("planVersion"));
        assertThat(sale.labels()).hasSize(LARGE_EVENT_SEATS).doesNotHaveDuplicates();
        assertThat(seats.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(LARGEST_SEATS_ANSWER);
        Seats read = Seats.read(seats.body(), LARGE_EVENT_SEATS);
        assertThat(read.counts().path("available").asLong()).isEqualTo(read.count(Seats.AVAILABLE));
        assertThat(read.counts().path("held").asLong()).isEqualTo(read.count(Seats.HELD));
        assertThat(read.counts().path("sold").asLong()).isEqualTo(read.count(Seats.SOLD));
        assertThat(map.header("ETag")).isNotEmpty();
        assertThat(visitor.send("GET", sale.path() + "/seat-map", null, Map.of("If-None-Match", map.header("ETag")))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void seatsAreReservedPaidCancelledAndSoldToSomebodyElse() {
        // given
        Sale sale = Sale.of(visitor, LARGE_EVENT);
        String[] pair = {sale.labels().get(10), sale.labels().get(11)};
        Client buyer = visitor.signedUp();
        Client other = tokens.buyer();

        // when
        Answer reserved = sale.reserve(buyer, pair);

        // then
        assertThat(reserved.status()).isEqualTo(201);
        JsonNode reservation = reserved.body();
        assertThat(reservation.path("status").asText()).isEqualTo("PENDING");
        assertThat(reservation.path("amount").asInt()).isEqualTo(160_000);
        assertThat(reservation.path("event").path("id").asText()).isEqualTo(sale.id());
        assertThat(reservation.path("seats"))
                .extracting(seat -> seat.path("label").asText())
                .containsExactly(pair);
        assertThat(Instant.parse(reservation.path("expiresAt").asText()))
                .isAfter(Instant.parse(reservation.path("createdAt").asText()));
        assertThat(reserved.header("Tiketi-Position")).matches("\\d+:\\d+");

        // when
        Answer refused = sale.reserve(other, pair);

        // then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("seats-taken");
        assertThat(refused.body().path("taken")).extracting(JsonNode::asText).containsExactlyInAnyOrder(pair);
        sale.awaitState(pair[0], Seats.HELD);

        // when
        String path = "/api/reservations/" + reservation.path("id").asText();
        Answer paid = buyer.postOnce(path + "/payments", Map.of("method", "card"));

        // then
        assertThat(paid.status()).isEqualTo(200);
        assertThat(paid.body().path("status").asText()).isEqualTo("CONFIRMED");
        sale.awaitState(pair[1], Seats.SOLD);
        JsonNode mine = buyer.get("/api/reservations").body();
        assertThat(mine.path("total").asInt()).isEqualTo(1);
        assertThat(mine.path("items").path(0).path("number")).isEqualTo(reservation.path("number"));
        assertThat(kinds(buyer.get(path))).containsExactly("reserved", "payment-started", "confirmed");
        assertThat(other.get(path).status()).isEqualTo(404);
        assertThat(other.deleteOnce(path).status()).isEqualTo(404);

        // when
        Answer cancelled = buyer.deleteOnce(path);

        // then
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.body().path("status").asText()).isEqualTo("CANCELLED");
        assertThat(kinds(buyer.get(path))).startsWith("reserved", "payment-started", "confirmed", "cancelled");
        sale.awaitState(pair[0], Seats.AVAILABLE);
        assertThat(sale.reserve(other, pair).status()).isEqualTo(201);
    }

    @Test
    void whatIsLeftOfAnEventFollowsItsSeats() {
        // given
        Sale sale = Sale.of(visitor, "The Glass Forest, a Ballet");
        JsonNode before = visitor.get(sale.path()).body();
        Client buyer = tokens.buyer();

        // when
        String id = sale.reserve(buyer, sale.labels().getFirst(), sale.labels().getLast())
                .body()
                .path("id")
                .asText();

        // then
        awaitRemaining(sale, before.path("remaining").asInt() - 2);
        JsonNode during = visitor.get(sale.path()).body();
        assertThat(remaining(during, "VIP")).isEqualTo(remaining(before, "VIP") - 1);
        assertThat(remaining(during, "A")).isEqualTo(remaining(before, "A") - 1);

        // when
        buyer.deleteOnce("/api/reservations/" + id);

        // then
        awaitRemaining(sale, before.path("remaining").asInt());
    }

    @Test
    void repeatingAnActGivesItsAnswerAndNoSecondEffect() {
        // given
        Sale sale = Sale.of(visitor, LARGE_EVENT);
        Client buyer = tokens.buyer();
        Map<String, Object> wish =
                Map.of("seats", List.of(sale.labels().get(30), sale.labels().get(31)));

        // when
        List<Answer> reserved = twice(buyer, "POST", sale.path() + "/reservations", wish);

        // then
        assertSame(reserved, 201);

        // when
        String path =
                "/api/reservations/" + reserved.getFirst().body().path("id").asText();
        List<Answer> paid = twice(buyer, "POST", path + "/payments", Map.of("method", "kakao_pay"));

        // then
        assertSame(paid, 200);

        // when
        List<Answer> cancelled = twice(buyer, "DELETE", path, null);

        // then
        assertSame(cancelled, 200);
        assertThat(kinds(buyer.get(path))).containsOnlyOnce("reserved", "payment-started", "confirmed", "cancelled");
        assertThat(buyer.get("/api/reservations").body().path("total").asInt()).isEqualTo(1);
    }

    @Test
    void aKeyMeansOneRequestOnly() {
        // given
        Sale sale = Sale.of(visitor, LARGE_EVENT);
        Client buyer = tokens.buyer();
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        String path = sale.path() + "/reservations";
        buyer.send("POST", path, Map.of("seats", List.of(sale.labels().get(40))), key);

        // when
        Answer other =
                buyer.send("POST", path, Map.of("seats", List.of(sale.labels().get(41))), key);

        // then
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
        assertThat(sale.state(sale.labels().get(41))).isEqualTo(Seats.AVAILABLE);
    }

    private Answer search(String words) {
        return visitor.get("/api/events?size=100&q=" + URLEncoder.encode(words, StandardCharsets.UTF_8));
    }

    private Answer refresh(String token) {
        return visitor.post("/api/auth/refresh", Map.of("refreshToken", token));
    }

    private static String refreshToken(Answer session) {
        return session.body().path("refreshToken").asText();
    }

    private static List<String> kinds(Answer reservation) {
        return reservation.body().path("timeline").findValuesAsText("kind");
    }

    private static int remaining(JsonNode event, String tier) {
        for (JsonNode one : event.path("priceTiers")) {
            if (one.path("name").asText().equals(tier)) {
                return one.path("remaining").asInt();
            }
        }
        throw new AssertionError("no tier " + tier);
    }

    private void awaitRemaining(Sale sale, int remaining) {
        Awaitility.await("the event's remaining seats")
                .atMost(Duration.ofSeconds(60))
                .until(() -> visitor.get(sale.path()).body().path("remaining").asInt() == remaining);
    }

    private static List<Answer> twice(Client buyer, String method, String path, Object body) {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        return List.of(buyer.send(method, path, body, key), buyer.send(method, path, body, key));
    }

    private static void assertSame(List<Answer> answers, int status) {
        assertThat(answers).extracting(Answer::status).containsOnly(status);
        assertThat(answers.getLast().body()).isEqualTo(answers.getFirst().body());
    }
}
