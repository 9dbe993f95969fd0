package gg.tiketi.seat.reservation;

import static gg.tiketi.seat.Buyer.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatDatabase;
import gg.tiketi.seat.SeatServiceTest;
import io.vertx.mutiny.redis.client.RedisAPI;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@SeatServiceTest
class SameSeatRaceTest {

    @Inject
    SeatDatabase database;

    @Inject
    RedisAPI redis;

    @Test
    void ofTwoHundredBuyersOneGetsTheSeat() throws Exception {
        // given
        UUID event = ready(EventServiceFake.publish());
        List<Callable<Integer>> buyers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Buyer buyer = Buyer.someone();
            buyers.add(() -> buyer.reserve(event, "A-1-1").statusCode());
        }

        // when
        List<Integer> answers = allAtOnce(buyers);

        // then
        assertThat(answers).filteredOn(status -> status == 201).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 409).hasSize(199);
        assertThat(database.number(
                        "SELECT count(*) FROM reservation_seat WHERE event_id = ? AND position = 0 AND live", event))
                .isOne();
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void withoutTheCopyInRedisStillOneGetsTheSeat() throws Exception {
        // given
        UUID event = ready(EventServiceFake.publish());
        List<Callable<Integer>> buyers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Buyer buyer = Buyer.someone();
            boolean emptier = i % 10 == 5;
            buyers.add(() -> {
                if (emptier) {
                    redis.flushall(List.of()).await().indefinitely();
                }
                return buyer.reserve(event, "A-1-1").statusCode();
            });
        }

        // when
        List<Integer> answers = allAtOnce(buyers);

        // then
        assertThat(answers).filteredOn(status -> status == 201).hasSize(1);
        assertThat(answers).containsOnly(201, 409);
        assertThat(database.brokenSeats(event)).isZero();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Buyer.counts(event)).containsEntry("held", 1));
    }

    @Test
    void overlappingWishesNeverShareASeatAndNeverDeadlock() throws Exception {
        // given
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        UUID event = ready(EventServiceFake.publish());
        List<Callable<Integer>> buyers = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            Buyer buyer = Buyer.someone();
            String[] wish = random.ints(1, 11)
                    .distinct()
                    .limit(4)
                    .mapToObj(number -> "A-1-" + number)
                    .toArray(String[]::new);
            buyers.add(() -> buyer.reserve(event, wish).statusCode());
        }

        // when
        List<Integer> answers = allAtOnce(buyers);

        // then
        assertThat(answers).as("seed %d", seed).containsOnly(201, 409);
        long winners = answers.stream().filter(status -> status == 201).count();
        assertThat(winners).as("seed %d", seed).isBetween(1L, 2L);
        assertThat(database.number("SELECT count(*) FROM reservation_seat WHERE event_id = ? AND live", event))
                .isEqualTo(4 * winners);
        assertThat(database.brokenSeats(event)).isZero();
    }

    @Test
    void theLimitHoldsForOnePersonsParallelRequests() throws Exception {
        // given
        UUID event = ready(EventServiceFake.publish());
        Buyer buyer = Buyer.someone();
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int number = 1; number <= 10; number++) {
            String label = "A-1-" + number;
            requests.add(() -> buyer.reserve(event, label).statusCode());
        }

        // when
        List<Integer> answers = allAtOnce(requests);

        // then
        assertThat(answers).filteredOn(status -> status == 201).hasSize(4);
        assertThat(answers).filteredOn(status -> status == 422).hasSize(6);
        await().untilAsserted(() -> assertThat(Buyer.counts(event)).containsEntry("held", 4));
    }

    @Test
    void oneRequestSentManyTimesHasOneEffect() throws Exception {
        // given
        UUID event = ready(EventServiceFake.publish());
        Buyer buyer = Buyer.someone();
        String key = Buyer.key();
        List<Callable<String>> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            requests.add(() -> {
                var answer = buyer.reserveAs(key, event, "A-1-1", "A-1-2");
                return answer.statusCode() + answer.asString();
            });
        }

        // when
        List<String> answers = allAtOnce(requests);

        // then
        assertThat(answers).allMatch(answer -> answer.startsWith("201")).containsOnly(answers.getFirst());
        assertThat(database.number("SELECT count(*) FROM reservation WHERE event_id = ?", event))
                .isOne();
    }

    @Test
    void payingCancellingAndExpiringAtOnceLeavesOneTruth() throws Exception {
        UUID event = ready(EventServiceFake.publish());
        for (int round = 0; round < 10; round++) {
            // given
            Buyer buyer = Buyer.someone();
            Buyer other = Buyer.someone();
            UUID held = buyer.holds(event, "A-2-1", "A-2-2");

            // when
            allAtOnce(List.of(
                    () -> buyer.pay(held).statusCode(), () -> buyer.cancel(held).statusCode(), () -> {
                        database.letTimePass(held);
                        return other.reserve(event, "A-2-2", "A-2-1").statusCode();
                    }));

            // then
            assertThat(database.brokenSeats(event)).isZero();
            database.letTimePass(held);
            await().until(() -> List.of("CONFIRMED", "CANCELLED", "EXPIRED").contains(buyer.status(held)));
            buyer.cancel(held);
            other.json().get("/api/reservations").jsonPath().getList("items.id", String.class).stream()
                    .map(UUID::fromString)
                    .forEach(other::cancel);
            await().until(() ->
                    database.number("SELECT count(*) FROM seat WHERE event_id = ? AND state <> 0", event) == 0);
        }
    }

    static <T> List<T> allAtOnce(List<Callable<T>> calls) throws InterruptedException, ExecutionException {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> call : calls) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            List<T> answers = new ArrayList<>();
            for (Future<T> future : futures) {
                answers.add(future.get());
            }
            return answers;
        }
    }
}
