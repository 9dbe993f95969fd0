package gg.tiketi.seat.reservation;

import static gg.tiketi.seat.Buyer.counts;
import static gg.tiketi.seat.Buyer.ready;
import static gg.tiketi.seat.reservation.ReservationResourceTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatDatabase;
import gg.tiketi.seat.SeatServiceTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@SeatServiceTest
class ExpiryTest {

    @Inject
    SeatDatabase database;

    private final Buyer anna = Buyer.someone();

    @Test
    void aLapsedReservationIsExpiredAndEverybodySeesItsSeatsAgain() {
        // given
        UUID event = ready(EventServiceFake.publish());
        UUID held = anna.holds(event, "A-1-1", "A-1-2");
        await().untilAsserted(() -> assertThat(counts(event)).containsEntry("held", 2));

        // when
        database.letTimePass(held);

        // then
        assertThat(anna.status(held)).as("at once, before any sweep").isEqualTo("EXPIRED");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(counts(event)).containsEntry("available", 80));
        assertThat(anna.look(held).jsonPath().getList("timeline.kind")).containsExactly("reserved", "expired");
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void aLapsedReservationCannotBePaidOrCancelled() {
        UUID event = ready(EventServiceFake.publish());
        UUID held = anna.holds(event, "A-1-1");
        database.letTimePass(held);

        assertProblem(anna.pay(held), 410, "reservation-expired");
        assertProblem(anna.cancel(held), 410, "reservation-expired");
    }

    @Test
    void aPaidReservationNeverExpires() {
        UUID event = ready(EventServiceFake.publish());
        UUID paid = anna.holds(event, "A-1-1");
        anna.pay(paid);
        UUID lapsing = anna.holds(event, "A-1-2");
        database.letTimePass(paid);
        database.letTimePass(lapsing);

        await().until(() -> counts(event).get("held") == 0);
        assertThat(anna.status(paid)).isEqualTo("CONFIRMED");
        assertThat(counts(event)).containsEntry("sold", 1);
    }
}
