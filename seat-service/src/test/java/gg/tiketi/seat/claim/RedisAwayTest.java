package gg.tiketi.seat.claim;

import static gg.tiketi.seat.Buyer.counts;
import static gg.tiketi.seat.Buyer.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatDatabase;
import gg.tiketi.seat.SeatServiceTest;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.Position;
import io.restassured.response.Response;
import io.vertx.mutiny.redis.client.RedisAPI;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SeatServiceTest
class RedisAwayTest {

    @Inject
    SeatDatabase database;

    @Inject
    RedisAPI redis;

    @Inject
    ClaimStore store;

    @Inject
    DataSource source;

    private final Buyer anna = Buyer.someone();
    private final Buyer bert = Buyer.someone();

    @AfterEach
    void thaw() throws Exception {
        signal("CONT");
    }

    @Test
    void sellingGoesOnWhileRedisIsFrozenAndAllIsRightAfterwards() throws Exception {
        // given
        UUID event = ready(EventServiceFake.publish());
        anna.holds(event, "A-1-1");
        await().untilAsserted(() -> assertThat(counts(event)).containsEntry("held", 1));

        // when
        signal("STOP");
        Response placed = anna.reserve(event, "A-1-2");
        Response refused = bert.reserve(event, "A-1-2");

        // then
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        assertThat(placed.time()).as("not a hang").isLessThan(3_000);
        assertThat(refused.statusCode()).isEqualTo(409);
        UUID held = UUID.fromString(placed.jsonPath().getString("id"));
        assertThat(anna.pay(held).statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(counts(event)).containsEntry("sold", 1));

        // and when
        signal("CONT");

        // then
        UUID later = bert.holds(event, "A-1-3");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(counts(event)).containsEntry("held", 2);
            assertThat(counts(event)).containsEntry("sold", 1);
        });
        bert.cancel(later);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(counts(event)).containsEntry("held", 1));
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void aCopyThatMissedAReservationDoesNotRefuseItsRepetition() throws Exception {
        // given a seat that changed hands while Redis stood still
        UUID event = ready(EventServiceFake.publish());
        UUID held = bert.holds(event, "A-1-1");
        await().untilAsserted(() -> assertThat(waiting(event)).isZero());
        String meta = "seat:{" + event + "}:meta";
        redis.hset(List.of(meta, "opened", "1")).await().indefinitely();
        signal("STOP");
        // What is sent before it is noticed waits in the socket, so the first request is about another seat.
        bert.holds(event, "A-1-9");
        assertThat(store.isAvailable(new EventId(event))).isFalse();
        assertThat(bert.cancel(held).statusCode()).isEqualTo(200);
        String key = Buyer.key();
        Response placed = anna.reserveAs(key, event, "A-1-1");
        assertThat(placed.statusCode()).isEqualTo(201);

        // when Redis is back before the outbox can be read
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE seat_outbox IN ACCESS EXCLUSIVE MODE");
            signal("CONT");
            await().atMost(Duration.ofMinutes(1)).until(() -> store.isAvailable(new EventId(event)));
            Response repeated = anna.reserveAs(key, event, "A-1-1");
            Response refused = Buyer.someone().reserve(event, "A-1-1");
            connection.rollback();

            // then
            assertThat(repeated.statusCode()).as(repeated.asString()).isEqualTo(201);
            assertThat(repeated.asString()).isEqualTo(placed.asString());
            assertThat(refused.statusCode()).isEqualTo(409);
        }
    }

    @Test
    void anEmptiedRedisIsFilledAgainAndTheMapGoesOn() {
        // given
        UUID event = ready(EventServiceFake.publish());
        UUID held = anna.holds(event, "A-1-1", "A-1-2");
        await().untilAsserted(() -> assertThat(counts(event)).containsEntry("held", 2));

        // when
        redis.flushall(List.of()).await().indefinitely();

        // then
        assertThat(bert.reserve(event, "A-1-1").statusCode()).isEqualTo(409);
        assertThat(anna.cancel(held).statusCode()).isEqualTo(200);
        bert.holds(event, "A-1-1");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(counts(event)).containsEntry("held", 1);
            assertThat(counts(event)).containsEntry("available", 79);
        });
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void changesOfAnEventThatRedisDoesNotKnowDoNotWaitForEver() {
        // given
        UUID event = ready(EventServiceFake.publish());
        UUID held = anna.holds(event, "A-1-1");
        await().untilAsserted(() -> assertThat(waiting(event)).isZero());
        redis.flushall(List.of()).await().indefinitely();

        // when
        database.letTimePass(held);
        database.number("SELECT count(*) FROM expire(?)", held);

        // then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(waiting(event)).isZero());
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(counts(event))
                .as("who watches learns of it, though nobody claims")
                .containsEntry("available", 80));
        assertThat(bert.reserve(event, "A-1-1").statusCode()).isEqualTo(201);
    }

    @Test
    void manyAtOnceAreNotTakenForItsSilence() throws Exception {
        // given
        UUID event = ready(EventServiceFake.publish());
        await().atMost(Duration.ofMinutes(1)).until(() -> store.isAvailable(new EventId(event)));
        anna.holds(event, "A-1-1");
        List<Callable<Response>> requests = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Buyer buyer = Buyer.someone();
            requests.add(() -> buyer.reserve(event, "A-1-1"));
        }

        // when
        List<Response> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Response> answer : threads.invokeAll(requests)) {
                answers.add(answer.get());
            }
        }

        // then all were refused, and by Redis, which alone tells a position
        assertThat(answers).extracting(Response::statusCode).containsOnly(409);
        assertThat(answers)
                .extracting(answer -> answer.getHeader(Position.HEADER))
                .doesNotContainNull();
    }

    private long waiting(UUID event) {
        return database.number("SELECT count(*) FROM seat_outbox WHERE event_id = ?", event);
    }

    private static void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, System.getProperty(Backends.REDIS_PROCESS))
                .start()
                .waitFor();
    }
}
