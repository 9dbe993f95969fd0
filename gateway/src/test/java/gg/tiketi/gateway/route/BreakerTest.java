package gg.tiketi.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final long PAUSE = Duration.ofSeconds(1).toNanos();
    // nanoTime may begin anywhere, also below zero.
    private final long start = ThreadLocalRandom.current().nextLong();
    private final Breaker breaker = new Breaker(3, Duration.ofNanos(PAUSE));

    private void open() {
        breaker.unanswered(start);
        breaker.unanswered(start);
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.unanswered(start)).isTrue();
    }

    @Test
    void aFewFailuresChangeNothing() {
        // when
        for (int i = 0; i < 10; i++) {
            breaker.unanswered(start);
            breaker.unanswered(start);
            breaker.answered();
        }

        // then
        assertThat(breaker.letsPass(start)).isTrue();
    }

    @Test
    void afterTooManyInARowNothingPassesForAWhile() {
        // when
        open();

        // then
        assertThat(breaker.letsPass(start)).isFalse();
        assertThat(breaker.letsPass(start + PAUSE - 2)).isFalse();
    }

    @Test
    void oneInEachPauseTries() {
        // given
        open();

        // when, then
        assertThat(breaker.letsPass(start + PAUSE + 2)).isTrue();
        assertThat(breaker.letsPass(start + PAUSE + 3)).isFalse();
        assertThat(breaker.letsPass(start + 2 * PAUSE + 5)).isTrue();
    }

    @Test
    void aFailedTryIsNotToldAgain() {
        // given
        open();
        breaker.letsPass(start + PAUSE + 2);

        // when, then
        assertThat(breaker.unanswered(start + PAUSE + 3)).isFalse();
        assertThat(breaker.letsPass(start + PAUSE + 4)).isFalse();
    }

    @Test
    void anAnswerClosesIt() {
        // given
        open();
        breaker.letsPass(start + PAUSE + 2);

        // when, then
        assertThat(breaker.answered()).isTrue();
        assertThat(breaker.letsPass(start + PAUSE + 3)).isTrue();
        assertThat(breaker.unanswered(start + PAUSE + 4)).isFalse();
    }
}
