package gg.tiketi.seat.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EstimateTest {

    private static final Duration LEAST = Duration.ofSeconds(5);
    private static final Duration MOST = Duration.ofSeconds(60);

    @Test
    void theRangeIsAroundTheRateOfTheLastMinute() {
        // given 120 admissions in the last minute although 600 are allowed
        Estimate wait = Estimate.of(240, 120, 60, 600).orElseThrow();

        // then two minutes are within it
        assertThat(wait.low()).isBetween(90L, 120L);
        assertThat(wait.high()).isBetween(120L, 160L);
    }

    @Test
    void atFirstTheSettingIsAllThereIs() {
        assertThat(Estimate.of(60, 0, 5, 60)).contains(new Estimate(60, 122));
    }

    @Test
    void nothingIsSaidWhileNobodyIsAdmitted() {
        assertThat(Estimate.of(60, 0, 60, 60)).isEmpty();
    }

    @Test
    void whoIsNearAsksOften() {
        assertThat(Polling.inLine(0, 10, Optional.of(new Estimate(0, 3)), LEAST, MOST))
                .isEqualTo(LEAST);
        assertThat(Polling.inLine(19, 10, Optional.empty(), LEAST, MOST)).isEqualTo(Duration.ofSeconds(15));
        assertThat(Polling.inLine(5_000, 10, Optional.of(new Estimate(3_000, 4_000)), LEAST, MOST))
                .isEqualTo(MOST);
    }

    @Test
    void aFullLobbyIsAskedRarelyEvenJustBeforeItOpens() {
        Instant now = Instant.now();
        assertThat(Polling.inLobby(now, now, 100_000, LEAST, MOST)).isEqualTo(Duration.ofSeconds(50));
        assertThat(Polling.inLobby(now, now, 100, LEAST, MOST)).isEqualTo(LEAST);
    }

    @Test
    void silenceIsNoticedWithinAMinuteNearTheFrontAndWithinFiveFurtherBack() {
        assertThat(Polling.patience(Duration.ofSeconds(15))).isEqualTo(Duration.ofSeconds(45));
        assertThat(Polling.patience(MOST)).isEqualTo(Duration.ofSeconds(180));
    }
}
