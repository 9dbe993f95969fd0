package gg.tiketi.seat.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatDatabase;
import gg.tiketi.seat.SeatServiceTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Wishes that leave the choice to us: best available, alternatives, standing places. */
@SeatServiceTest
class SeatChoiceTest {

    @Inject
    SeatDatabase database;

    private UUID event = UUID.randomUUID();
    private final Buyer anna = Buyer.someone();

    @BeforeEach
    void publish() {
        event = Buyer.ready(EventServiceFake.publish());
    }

    @Test
    void theBestSeatsAreSideBySideInTheFrontRow() {
        Response placed = anna.wish(event, Map.of("bestAvailable", Map.of("count", 2)));

        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        assertThat(labels(placed)).hasSize(2).allMatch(label -> label.startsWith("A-1-"));
        assertThat(placed.header("Tiketi-Position")).isNotBlank();
    }

    @Test
    void aRepetitionGivesTheSameSeatsEvenWhenNothingIsLeft() {
        // given
        String key = Buyer.key();
        Map<String, Object> wish = Map.of("bestAvailable", Map.of("count", 4, "section", "B"));
        Response first = anna.wishAs(key, event, wish);
        await().until(() -> counts("held") == 4);
        Buyer.someone().wish(event, wish);
        Buyer.someone().wish(event, Map.of("bestAvailable", Map.of("count", 2, "section", "B")));
        await().until(() -> counts("held") == 10);

        // when
        Response again = anna.wishAs(key, event, wish);
        Response late = Buyer.someone().wish(event, wish);

        // then
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.jsonPath().getString("type")).endsWith("/not-enough-seats");
    }

    @Test
    void aKeyNamesOneWishOnly() {
        String key = Buyer.key();
        anna.wishAs(key, event, Map.of("bestAvailable", Map.of("count", 2)));

        Response other = anna.wishAs(key, event, Map.of("bestAvailable", Map.of("count", 3)));

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.jsonPath().getString("type")).endsWith("/idempotency-key-reused");
    }

    @Test
    void aLostRaceIsToldTheNearestSeats() {
        // given
        anna.holds(event, "A-3-5");

        // when
        Response refused = Buyer.someone().reserve(event, "A-3-5");

        // then
        assertThat(refused.statusCode()).isEqualTo(409);
        List<List<String>> alternatives = refused.jsonPath().getList("alternatives");
        assertThat(alternatives).hasSize(5).doesNotContain(List.of("A-3-5"));
        assertThat(alternatives.getFirst()).containsAnyOf("A-3-4", "A-3-6");
    }

    @Test
    void whoAcceptsAlternativesGetsTheNearestAtOnce() {
        // given
        anna.holds(event, "A-3-5", "A-3-6");

        // when
        Response placed =
                Buyer.someone().wish(event, Map.of("seats", List.of("A-3-5", "A-3-6"), "acceptAlternative", true));

        // then
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        assertThat(labels(placed))
                .hasSize(2)
                .doesNotContain("A-3-5", "A-3-6")
                .allMatch(label -> label.startsWith("A-"));
    }

    @Test
    void standingPlacesGoByCount() {
        // when
        Response placed = anna.wish(event, Map.of("standing", Map.of("section", "F", "count", 3)));

        // then
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        assertThat(labels(placed)).containsExactly("F", "F", "F");
        assertThat(placed.jsonPath().getInt("amount")).isEqualTo(90_000);
        await().until(() -> counts("held") == 3);
    }

    @Test
    void moreBuyersThanStandingPlacesGetExactlyThePlacesThereAre() throws Exception {
        // given: 20 places, 30 buyers of one each
        List<Callable<Integer>> buyers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Buyer buyer = Buyer.someone();
            buyers.add(() -> buyer.wish(event, Map.of("standing", Map.of("section", "F", "count", 1)))
                    .statusCode());
        }

        // when
        List<Integer> answers = atOnce(buyers);

        // then
        assertThat(answers).isSubsetOf(201, 409);
        long sold = answers.stream().filter(status -> status == 201).count();
        // Three rounds of a rush may miss the last places; whoever comes then gets them.
        for (long left = 20 - sold; left > 0; left--) {
            await().until(() -> Buyer.someone()
                            .wish(event, Map.of("standing", Map.of("section", "F", "count", 1)))
                            .statusCode()
                    == 201);
        }
        await().until(() -> Buyer.someone()
                        .wish(event, Map.of("standing", Map.of("section", "F", "count", 1)))
                        .statusCode()
                == 409);
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void aRushForTheBestSeatsSellsEachSeatOnce() throws Exception {
        // given: 60 seats, 20 buyers of two each
        List<Callable<Integer>> buyers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Buyer buyer = Buyer.someone();
            buyers.add(() -> buyer.wish(event, Map.of("bestAvailable", Map.of("count", 2)))
                    .statusCode());
        }

        // when
        List<Integer> answers = atOnce(buyers);

        // then
        long placed = answers.stream().filter(status -> status == 201).count();
        assertThat(answers).isSubsetOf(201, 409);
        assertThat(placed)
                .as("with seats enough for all, hardly anybody is refused")
                .isGreaterThanOrEqualTo(15);
        await().until(() -> counts("held") == placed * 2);
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void awishMustBeClear() {
        assertThat(anna.wish(event, Map.of()).statusCode()).isEqualTo(400);
        assertThat(anna.wish(event, Map.of("seats", List.of())).statusCode()).isEqualTo(400);
        assertThat(anna.wish(event, Map.of("seats", List.of("A-1-1"), "standing", Map.of("section", "F", "count", 1)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(anna.wish(event, Map.of("bestAvailable", Map.of("count", 0))).statusCode())
                .isEqualTo(400);
        assertThat(anna.wish(event, Map.of("bestAvailable", Map.of("count", 5)))
                        .jsonPath()
                        .getString("type"))
                .endsWith("/too-many-seats");
        assertThat(anna.wish(event, Map.of("standing", Map.of("section", "A", "count", 1)))
                        .jsonPath()
                        .getString("type"))
                .endsWith("/unknown-seats");
        assertThat(anna.wish(event, Map.of("bestAvailable", Map.of("count", 1, "section", "Z")))
                        .jsonPath()
                        .getString("type"))
                .endsWith("/unknown-seats");
    }

    private long counts(String state) {
        return Buyer.counts(event).get(state);
    }

    private static List<String> labels(Response placed) {
        return placed.jsonPath().getList("seats.label");
    }

    private static List<Integer> atOnce(List<Callable<Integer>> requests) throws Exception {
        try (ExecutorService people = Executors.newFixedThreadPool(requests.size())) {
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : people.invokeAll(requests)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }
}
