package gg.tiketi.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {

    record Cost(int memoryKib, int passes, int threads, int queue, Duration retryAfter) implements PasswordConfig {}

    private final PasswordHasher hasher = new PasswordHasher(new Cost(19_456, 2, 1, 4, Duration.ofSeconds(1)));

    @AfterEach
    void stop() {
        hasher.stop();
    }

    @Test
    void hashesAreSaltedPhcStringsOfTheRecommendedCost() {
        // when
        String one = now(hasher.hash("correct horse battery"));
        String two = now(hasher.hash("correct horse battery"));

        // then
        assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(two);
    }

    @Test
    void onlyTheRightPasswordMatches() {
        // given
        String hash = now(hasher.hash("비밀번호 열글자"));

        // when
        boolean right = now(hasher.matches("비밀번호 열글자", hash));
        boolean decomposed =
                now(hasher.matches(java.text.Normalizer.normalize("비밀번호 열글자", java.text.Normalizer.Form.NFD), hash));
        boolean wrong = now(hasher.matches("비밀번호 열글짜", hash));

        // then
        assertThat(right).isTrue();
        assertThat(decomposed).isTrue();
        assertThat(wrong).isFalse();
    }

    @Test
    void anUnknownAccountCostsAHashAndNeverMatches() {
        // when
        boolean matches = now(hasher.matchesNobody("correct horse battery"));

        // then
        assertThat(matches).isFalse();
    }

    @Test
    void aHashOfAnOlderCostStillMatches() {
        // given
        PasswordHasher older = new PasswordHasher(new Cost(8_192, 1, 1, 4, Duration.ofSeconds(1)));
        String hash = now(older.hash("correct horse battery"));
        older.stop();

        // when
        boolean matches = now(hasher.matches("correct horse battery", hash));

        // then
        assertThat(matches).isTrue();
    }

    @Test
    void aRushIsTurnedAwayInsteadOfPilingUp() {
        // when
        List<Object> results = Uni.join()
                .all(IntStream.range(0, 20)
                        .mapToObj(i -> hasher.hash("password " + i)
                                .map(Object.class::cast)
                                .onFailure()
                                .recoverWithItem(failed -> failed))
                        .toList())
                .andCollectFailures()
                .await()
                .atMost(Duration.ofSeconds(60));

        // then
        assertThat(results)
                .filteredOn(RejectedExecutionException.class::isInstance)
                .hasSizeBetween(10, 15);
        assertThat(results).filteredOn(String.class::isInstance).hasSizeBetween(5, 10);
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(60));
    }
}
