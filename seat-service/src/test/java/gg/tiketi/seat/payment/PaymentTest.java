package gg.tiketi.seat.payment;

import static gg.tiketi.seat.Buyer.counts;
import static gg.tiketi.seat.Buyer.key;
import static gg.tiketi.seat.Buyer.ready;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatDatabase;
import gg.tiketi.seat.SeatServiceTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SeatServiceTest
class PaymentTest {

    @Inject
    SimulatedProvider provider;

    @Inject
    SeatDatabase database;

    private final Buyer anna = Buyer.someone();

    @AfterEach
    void behaveAgain() {
        provider.behave(PaymentConfig.Behaviour.CAPTURE);
    }

    @Test
    void payingConfirmsAndSellsTheSeats() {
        // given
        UUID event = ready(EventServiceFake.publish());
        UUID held = anna.holds(event, "A-1-1", "B-1-1");

        // when
        Response paid = anna.pay(held);

        // then
        assertThat(paid.statusCode()).isEqualTo(200);
        assertThat(paid.jsonPath().getString("status")).isEqualTo("CONFIRMED");
        assertThat(paid.jsonPath().getInt("amount")).isEqualTo(80_000);
        assertThat(paid.jsonPath().getString("confirmedAt")).isNotNull();
        await().untilAsserted(() -> assertThat(counts(event)).containsEntry("sold", 2));
        assertThat(anna.look(held).jsonPath().getList("timeline.kind"))
                .containsExactly("reserved", "payment-started", "confirmed");
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void aRepetitionOfAPaymentTakesTheMoneyOnce() {
        UUID event = ready(EventServiceFake.publish());
        UUID held = anna.holds(event, "A-1-1");
        String key = key();
        Response first = anna.payAs(key, held);

        Response second = anna.payAs(key, held);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(payments(held)).isOne();
        assertProblem(anna.pay(held), 409, "reservation-not-payable");
    }

    @Test
    void aDeclinedPaymentLeavesTheSeatsHeldAndMayBeTriedAgain() {
        // given
        UUID event = ready(EventServiceFake.publish());
        UUID held = anna.holds(event, "A-1-1");
        provider.behave(PaymentConfig.Behaviour.DECLINE);
        String key = key();

        // when
        Response declined = anna.payAs(key, held);

        // then
        assertProblem(declined, 402, "payment-declined");
        assertThat(anna.status(held)).isEqualTo("PENDING");
        assertThat(database.brokenSeats(event)).isZero();
        provider.behave(PaymentConfig.Behaviour.CAPTURE);
        assertProblem(anna.payAs(key, held), 402, "payment-declined");
        assertThat(anna.pay(held).statusCode()).isEqualTo(200);
    }

    @Test
    void aLostReplyIsSettledByRecovery() {
        // given
        UUID event = ready(EventServiceFake.publish());
        UUID held = anna.holds(event, "A-1-1");
        provider.behave(PaymentConfig.Behaviour.LOSE_REPLY);
        String key = key();

        // when
        Response open = anna.payAs(key, held);

        // then
        assertThat(open.statusCode()).as(open.asString()).isEqualTo(202);
        assertThat(open.jsonPath().getString("status")).isEqualTo("PAYING");
        await().atMost(Duration.ofSeconds(60)).until(() -> "CONFIRMED".equals(anna.status(held)));
        assertThat(anna.payAs(key, held).statusCode()).isEqualTo(200);
        assertThat(payments(held)).isOne();
    }

    @Test
    void whilePayingTimeFreesNothing() {
        // given
        UUID event = ready(EventServiceFake.publish());
        UUID held = anna.holds(event, "A-1-1");
        UUID payment = UUID.randomUUID();
        database.number(
                "SELECT count(*) FROM start_payment('" + held + "', '" + anna.accountId()
                        + "', ?, 'card', 'a-key-of-a-dead-node', 'x')",
                payment);
        database.letTimePass(held);

        // when
        Response taken = Buyer.someone().reserve(event, "A-1-1");

        // then
        assertProblem(taken, 409, "seats-taken");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(anna.status(held))
                .as("the provider never heard of it, so recovery cancels it there")
                .isEqualTo("EXPIRED"));
        await().until(() -> Buyer.someone().reserve(event, "A-1-1").statusCode() == 201);
    }

    @Test
    void cancellingAPaidReservationReturnsTheMoneyAndTheSeats() {
        // given
        UUID event = ready(EventServiceFake.publish());
        UUID held = anna.holds(event, "A-1-1");
        anna.pay(held);
        String key = key();

        // when
        Response cancelled = anna.cancelAs(key, held);

        // then
        assertThat(cancelled.statusCode()).isEqualTo(200);
        assertThat(cancelled.jsonPath().getString("status")).isEqualTo("CANCELLED");
        Response seen = given().get("/api/events/" + event + "/seats?atLeast=" + cancelled.header("Tiketi-Position"));
        assertThat(seen.jsonPath().getInt("counts.available"))
                .as("at the position the answer told")
                .isEqualTo(80);
        assertThat(anna.cancelAs(key, held).asString()).isEqualTo(cancelled.asString());
        assertProblem(anna.cancel(held), 409, "reservation-ended");
        await().untilAsserted(() -> assertThat(counts(event)).containsEntry("available", 80));
        await().untilAsserted(() -> assertThat(anna.look(held).jsonPath().getList("timeline.kind"))
                .containsExactly("reserved", "payment-started", "confirmed", "cancelled", "refunded"));
        assertThat(Buyer.someone().reserve(event, "A-1-1").statusCode()).isEqualTo(201);
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void anUnknownMethodIsMalformed() {
        Response refused = anna.json()
                .header("Idempotency-Key", key())
                .body(Map.of("method", "cash"))
                .post("/api/reservations/" + UUID.randomUUID() + "/payments");

        assertProblem(refused, 400, "malformed-request");
    }

    @Test
    void aKeyUsedForReservingDoesNotPay() {
        UUID event = ready(EventServiceFake.publish());
        String key = key();
        UUID held =
                UUID.fromString(anna.reserveAs(key, event, "A-1-1").jsonPath().getString("id"));

        assertProblem(anna.payAs(key, held), 422, "idempotency-key-reused");
        assertProblem(anna.cancelAs(key, held), 422, "idempotency-key-reused");
    }

    private long payments(UUID reservation) {
        return database.number("SELECT count(*) FROM payment WHERE reservation_id = ?", reservation);
    }

    private static void assertProblem(Response response, int status, String slug) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.jsonPath().getString("type")).endsWith("/" + slug);
    }
}
