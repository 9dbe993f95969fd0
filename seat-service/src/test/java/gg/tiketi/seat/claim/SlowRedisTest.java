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
import io.quarkus.test.common.QuarkusTestResource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However late Redis answers, nobody waits for it, and what was sold meanwhile is shown when it is back. */
@SeatServiceTest
@QuarkusTestResource(value = SlowRedisBackends.class, restrictToAnnotatedClass = true)
class SlowRedisTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Under a second on a quiet machine; a wait for Redis in each of a request's steps would be more than this. */
    private static final long NO_HANG_MILLIS = 4_000;

    SlowPath path;

    @Inject
    ClaimStore store;

    @Inject
    SeatDatabase database;

    @ParameterizedTest(name = "answers after {0} ms, -1 never")
    @ValueSource(ints = {350, 2_000, -1})
    void sellingGoesOnAndNobodyWaits(int delayMillis) throws Exception {
        // given
        UUID event = ready(EventServiceFake.publish());
        awaitClaimsInRedis(event);
        Buyer.someone().holds(event, "A-1-1");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(counts(event)).containsEntry("held", 1));

        try {
            // when
            if (delayMillis < 0) {
                path.mute();
            } else {
                path.delay(Duration.ofMillis(delayMillis));
            }
            List<Callable<Response>> requests = new ArrayList<>();
            for (int seat = 1; seat <= 10; seat++) {
                String label = "A-2-" + seat;
                requests.add(() -> Buyer.someone().reserve(event, label));
                requests.add(() -> Buyer.someone().reserve(event, "A-1-1"));
            }
            List<Response> answers = allAtOnce(requests);

            // then
            for (int i = 0; i < answers.size(); i++) {
                Response answer = answers.get(i);
                assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(i % 2 == 0 ? 201 : 409);
                assertThat(answer.time()).as("not a hang").isLessThan(NO_HANG_MILLIS);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(counts(event)).containsEntry("held", 11));
        } finally {
            path.delay(Duration.ZERO);
        }

        // and when it answers in time again
        awaitClaimsInRedis(event);

        // then
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(database.number("SELECT count(*) FROM seat_outbox WHERE event_id = ?", event))
                    .isZero();
            assertThat(counts(event)).containsEntry("held", 11);
        });
        assertThat(database.brokenSeats(event)).isZero();
    }

    private void awaitClaimsInRedis(UUID event) {
        await().atMost(PATIENCE).until(() -> store.isAvailable(new EventId(event)));
    }

    private static List<Response> allAtOnce(List<Callable<Response>> requests) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Response> answers = new ArrayList<>();
            for (Future<Response> answer : threads.invokeAll(requests)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }
}
