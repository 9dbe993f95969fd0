package gg.tiketi.seat.claim;

import static gg.tiketi.seat.Buyer.counts;
import static gg.tiketi.seat.Buyer.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatDatabase;
import gg.tiketi.seat.SeatServiceTest;
import gg.tiketi.seat.seatmap.EventId;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.redis.client.RedisAPI;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each test does what no defence stands against, by hand, and waits for the comparison to find it. */
@SeatServiceTest
class ClaimRepairTest {

    /** Two to four seconds on a quiet machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    RedisAPI redis;

    @Inject
    ClaimStore store;

    @Inject
    SeatDatabase database;

    @Inject
    MeterRegistry metrics;

    private final Buyer anna = Buyer.someone();

    @Test
    void aSeatShownWronglyIsRepairedAndCounted() {
        // given
        UUID event = withOneSeatHeld();
        double before = repaired("wrong");

        // when a held seat becomes free in Redis, and a free one sold
        String held = entry(event, 0);
        change(event, 0, "0|||" + held.split("\\|", -1)[3] + "|");
        change(event, 5, "2|nobody||0|");

        // then
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(entry(event, 0)).isEqualTo(held);
            assertThat(entry(event, 5)).startsWith("0|");
            assertThat(repaired("wrong")).isEqualTo(before + 2);
        });
        assertThat(anna.reserve(event, "A-1-6").statusCode()).isEqualTo(201);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(counts(event)).containsEntry("held", 2);
            assertThat(counts(event)).containsEntry("sold", 0);
        });
    }

    @Test
    void aChangeThatNeverCameIsBroughtAfterAMoment() {
        // given
        UUID event = withOneSeatHeld();
        double before = repaired("missed");

        // when
        redis.hdel(List.of(seats(event), "0")).await().indefinitely();

        // then
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(repaired("missed")).isEqualTo(before + 1);
            assertThat(entry(event, 0)).startsWith("1|");
        });
        assertThat(Buyer.someone().reserve(event, "A-1-1").statusCode()).isEqualTo(409);
    }

    @Test
    void aChangeThatPostgresNeverHadMakesTheCopyAnew() {
        // given
        UUID event = withOneSeatHeld();
        long epoch = epoch(event);
        double before = repaired("unknown");

        // when
        change(event, 7, "2|nobody||99|");

        // then; while the copy is being made nobody can read its epoch
        await().atMost(PATIENCE).ignoreException(ClaimStore.NotLoaded.class).untilAsserted(() -> {
            assertThat(epoch(event)).isGreaterThan(epoch);
            assertThat(repaired("unknown")).isGreaterThan(before);
        });
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(counts(event)).containsEntry("sold", 0));
    }

    @Test
    void aClaimThatNobodyFreesIsFoundAsWell() {
        // given a provisional mark that is on no list
        UUID event = withOneSeatHeld();
        double before = repaired("abandoned");

        // when
        change(event, 9, "1|nobody|1000|0|p");

        // then
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(entry(event, 9)).startsWith("0|");
            assertThat(repaired("abandoned")).isEqualTo(before + 1);
        });
    }

    @Test
    void anAbandonedClaimIsShownFreeAgainToWhoeverLooks() {
        // given a node that dies after its claim: nobody releases or confirms it
        UUID event = ready(EventServiceFake.publish());
        ClaimOutcome claimed = store.claim(
                        new EventId(event),
                        new ClaimOwner("c".repeat(32)),
                        Candidates.exactly(List.of(3)),
                        java.util.Optional.empty())
                .await()
                .indefinitely();
        assertThat(claimed).isInstanceOf(ClaimOutcome.Claimed.class);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(counts(event)).containsEntry("held", 1));

        // then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(counts(event)).containsEntry("held", 0));
    }

    private UUID withOneSeatHeld() {
        UUID event = ready(EventServiceFake.publish());
        anna.holds(event, "A-1-1");
        await().atMost(PATIENCE)
                .until(() -> database.number("SELECT count(*) FROM seat_outbox WHERE event_id = ?", event) == 0);
        return event;
    }

    private double repaired(String kind) {
        return metrics.counter("tiketi.claim.repaired.seats", "kind", kind).count();
    }

    private long epoch(UUID event) {
        return store.read(new EventId(event), 80)
                .await()
                .indefinitely()
                .position()
                .epoch();
    }

    private String entry(UUID event, int seat) {
        return redis.hget(seats(event), Integer.toString(seat))
                .await()
                .indefinitely()
                .toString();
    }

    private void change(UUID event, int seat, String entry) {
        redis.hset(List.of(seats(event), Integer.toString(seat), entry)).await().indefinitely();
    }

    private static String seats(UUID event) {
        return "seat:{" + event + "}:seats";
    }
}
