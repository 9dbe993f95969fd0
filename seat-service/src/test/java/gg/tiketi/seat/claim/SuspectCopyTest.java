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
import gg.tiketi.seat.seatmap.Position;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a failover to a lagging replica, or a restart from an old file, leaves in Redis is never relied on. */
@SeatServiceTest
class SuspectCopyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    RedisAPI redis;

    @Inject
    ClaimStore store;

    @Inject
    SeatDatabase database;

    private final Buyer anna = Buyer.someone();
    private final Buyer bert = Buyer.someone();

    @Test
    void aCopyOlderThanWhatWasSeenIsMadeAnewByTheFirstClaim() {
        // given
        UUID event = ready(EventServiceFake.publish());
        anna.holds(event, "A-1-1");
        awaitApplied(event);
        copy(event, "seat", "old");
        anna.holds(event, "A-1-2");
        awaitApplied(event);
        Position seen = read(event);

        // when
        copy(event, "old", "seat");
        Response before = redis.hget(meta(event), "version").await().indefinitely();
        Position claimed = Position.parse(bert.reserve(event, "A-1-3").getHeader(Position.HEADER))
                .orElseThrow();

        // then
        assertThat(before.toLong()).as("the copy lags").isLessThan(seen.version());
        assertThat(claimed.epoch()).as("a new epoch").isGreaterThan(seen.epoch());
        assertThat(bert.reserve(event, "A-1-2").statusCode()).isEqualTo(409);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(counts(event)).containsEntry("held", 3));
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void aCopyLoadedIntoAnotherServerProcessIsMadeAnew() {
        // given
        UUID event = ready(EventServiceFake.publish());
        anna.holds(event, "A-1-1");
        awaitApplied(event);
        Position seen = read(event);

        // when
        redis.hset(List.of(meta(event), "server", "0123456789abcdef0123456789abcdef01234567"))
                .await()
                .indefinitely();
        String claimed = bert.reserve(event, "A-1-2").getHeader(Position.HEADER);

        // then
        assertThat(Position.parse(claimed).orElseThrow().epoch()).isGreaterThan(seen.epoch());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(counts(event)).containsEntry("held", 2));
    }

    private Position read(UUID event) {
        return store.read(new EventId(event), 80).await().indefinitely().position();
    }

    private void awaitApplied(UUID event) {
        await().atMost(PATIENCE)
                .until(() -> database.number("SELECT count(*) FROM seat_outbox WHERE event_id = ?", event) == 0);
    }

    /** The event's keys as they are now, or back from there. */
    private void copy(UUID event, String from, String to) {
        for (String name : List.of("meta", "seats", "owners")) {
            redis.copy(List.of(from + ":{" + event + "}:" + name, to + ":{" + event + "}:" + name, "REPLACE"))
                    .await()
                    .indefinitely();
        }
    }

    private static String meta(UUID event) {
        return "seat:{" + event + "}:meta";
    }
}
