package gg.tiketi.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    // nanoTime may begin anywhere, also below zero.
    private final long start = ThreadLocalRandom.current().nextLong();
    private final Buckets buckets = new Buckets(10, 50, 1_000, start);

    private int passing(String caller, int requests, long at) {
        return (int) IntStream.range(0, requests)
                .filter(i -> buckets.use(caller, start + at).passes())
                .count();
    }

    @Test
    void aBurstPassesAndNoMore() {
        assertThat(passing("a", 60, 0)).isEqualTo(50);
    }

    @Test
    void whatWasUsedComesBackAtTheRate() {
        // given
        passing("a", 60, 0);

        // when, then
        assertThat(passing("a", 60, SECOND)).isEqualTo(10);
        assertThat(passing("a", 60, 60 * SECOND)).isEqualTo(50);
    }

    @Test
    void nobodyGetsMoreInALongRun() {
        // when, 100 a second for 100 seconds
        int passed = 0;
        for (int i = 0; i < 10_000; i++) {
            passed += passing("a", 1, i * SECOND / 100);
        }

        // then
        assertThat(passed).isBetween(1_040, 1_050);
    }

    @Test
    void callersDoNotShare() {
        // given
        passing("a", 60, 0);

        // when, then
        assertThat(passing("b", 60, 0)).isEqualTo(50);
    }

    @Test
    void itTellsWhatIsLeftAndHowLongToWait() {
        // when
        Buckets.Use first = buckets.use("a", start);
        passing("a", 49, 0);
        Buckets.Use refused = buckets.use("a", start);

        // then
        assertThat(first).isEqualTo(new Buckets.Use(true, 49, 0, SECOND / 10));
        assertThat(refused).isEqualTo(new Buckets.Use(false, 0, SECOND / 10, 5 * SECOND));
    }

    @Test
    void moreCallersThanMayBeCountedDoNotGrowTheMemory() {
        // given
        Buckets few = new Buckets(10, 50, 10, start);

        // when
        for (int i = 0; i < 1_000; i++) {
            few.use("caller" + i, start);
        }

        // then: the longest unseen is forgotten, the latest is not
        assertThat(few.use("caller0", start).left()).isEqualTo(49);
        assertThat(few.use("caller999", start).left()).isEqualTo(48);
    }

    @Test
    void manyThreadsGetNoMoreThanOne() throws InterruptedException {
        // given
        AtomicInteger passed = new AtomicInteger();

        // when
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofPlatform().start(() -> passed.addAndGet(passing("a", 1_000, 0)));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        // then
        assertThat(passed.get()).isEqualTo(50);
    }
}
