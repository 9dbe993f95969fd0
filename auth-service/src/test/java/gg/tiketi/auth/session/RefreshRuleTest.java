package gg.tiketi.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.session.RefreshRule.Standing;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshRuleTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "5, 5, 0,     60, true,  RENEW",
        "5, 5, 86400, 60, true,  RENEW",
        "4, 5, 9,     60, true,  SIBLING",
        "4, 5, 10,    60, true,  REUSED",
        "3, 5, 1,     60, true,  REUSED",
        "1, 5, 86400, 60, true,  REUSED",
        "5, 5, 0,     0,  true,  ENDED",
        "5, 5, 0,     60, false, ENDED",
        "4, 5, 60,    60, false, ENDED"
    })
    void aTokenIsWorthWhatItsGenerationAndAgeSay(
            int tokenGeneration,
            int generation,
            long rotatedAgo,
            long left,
            boolean live,
            RefreshRule.Verdict verdict) {
        // given
        Standing standing = new Standing(
                tokenGeneration, generation, NOW.minusSeconds(rotatedAgo), NOW.plusSeconds(left), live, NOW);

        // when
        RefreshRule.Verdict found = RefreshRule.judge(standing, Duration.ofSeconds(10));

        // then
        assertThat(found).isEqualTo(verdict);
    }
}
