package gg.tiketi.seat.claim;

import static gg.tiketi.seat.Buyer.counts;
import static gg.tiketi.seat.Buyer.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.deploy.local.RedisCluster;
import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatDatabase;
import gg.tiketi.seat.SeatServiceTest;
import gg.tiketi.seat.seatmap.EventId;
import io.quarkus.test.common.QuarkusTestResource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** The copies spread over three primaries: each event lives in one of them, and only the loss of that one concerns it. */
@SeatServiceTest
@QuarkusTestResource(value = RedisClusterBackends.class, restrictToAnnotatedClass = true)
class RedisClusterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    RedisCluster cluster;

    @Inject
    ClaimStore store;

    @Inject
    SeatDatabase database;

    private final Buyer anna = Buyer.someone();
    private final Buyer bert = Buyer.someone();

    @Test
    void eachEventIsSoldInItsOwnSlot() throws IOException {
        for (UUID event : eventsOnEachPrimary()) {
            // when
            String placed = reserved(event, "A-1-1", "A-1-2").getHeader("Tiketi-Position");
            Response refused = bert.reserve(event, "A-1-2", "A-1-3");

            // then
            assertThat(placed).as("the claim was made in Redis").isNotNull();
            assertThat(refused.statusCode()).isEqualTo(409);
            patiently().untilAsserted(() -> {
                assertThat(counts(event)).as("by the seat log").containsEntry("held", 2);
                assertThat(waiting(event)).isZero();
            });

            // and when a server forgets its scripts, then they are sent again
            cluster.servers().get(primaryOf(event)).tell("SCRIPT FLUSH");
            assertThat(bert.reserve(event, "A-1-2").statusCode()).isEqualTo(409);
            assertThat(bert.reserve(event, "A-1-3").getHeader("Tiketi-Position"))
                    .isNotNull();
        }
    }

    @Test
    void theLossOfOnePrimaryConcernsOnlyItsOwnEvents() throws IOException {
        // given
        List<UUID> events = eventsOnEachPrimary();
        events.forEach(event -> anna.holds(event, "A-1-1"));
        events.forEach(event ->
                patiently().untilAsserted(() -> assertThat(counts(event)).containsEntry("held", 1)));
        UUID struck = events.getFirst();
        List<UUID> others = events.subList(1, events.size());

        // when
        cluster.servers().get(primaryOf(struck)).process().destroyForcibly();

        // then selling goes on there, in PostgreSQL, and elsewhere as if nothing had happened
        Response placed = anna.reserve(struck, "A-1-2");
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        assertThat(placed.time()).as("no hang").isLessThan(10_000);
        assertThat(bert.reserve(struck, "A-1-2").statusCode()).isEqualTo(409);
        patiently().untilAsserted(() -> assertThat(counts(struck)).containsEntry("held", 2));
        for (UUID other : others) {
            assertThat(reserved(other, "A-1-2").getHeader("Tiketi-Position"))
                    .as("the claim was made in Redis")
                    .isNotNull();
            patiently().untilAsserted(() -> {
                assertThat(counts(other)).containsEntry("held", 2);
                assertThat(waiting(other)).isZero();
            });
        }

        // and when
        cluster.restart(primaryOf(struck));

        // then its copies are made again
        patiently().untilAsserted(() -> assertThat(waiting(struck)).isZero());
        patiently().untilAsserted(() -> assertThat(store.read(new EventId(struck), 80)
                        .await()
                        .atMost(Duration.ofSeconds(5))
                        .counts(0, 80)
                        .held())
                .isEqualTo(2));
        assertThat(reserved(struck, "A-1-3").getHeader("Tiketi-Position")).isNotNull();
        patiently().untilAsserted(() -> assertThat(counts(struck)).containsEntry("held", 3));
        events.forEach(event -> assertThat(database.brokenSeats(event)).isZero());
    }

    private Response reserved(UUID event, String... labels) {
        Response placed = anna.reserve(event, labels);
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        return placed;
    }

    private List<UUID> eventsOnEachPrimary() {
        List<UUID> events = new ArrayList<>();
        for (int primary = 0; primary < cluster.servers().size(); primary++) {
            UUID event = EventServiceFake.publish();
            while (primaryOf(event) != primary) {
                event = EventServiceFake.publish();
            }
            events.add(ready(event));
        }
        return events;
    }

    private int primaryOf(UUID event) {
        String address = store.server(new EventId(event)).orElseThrow();
        for (int primary = 0; primary < cluster.servers().size(); primary++) {
            if (address.endsWith(":" + cluster.servers().get(primary).port())) {
                return primary;
            }
        }
        throw new AssertionError(address);
    }

    private long waiting(UUID event) {
        return database.number("SELECT count(*) FROM seat_outbox WHERE event_id = ?", event);
    }

    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE);
    }
}
