package gg.tiketi.system.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker can fail: some of the defences taken out once. {@code deploy/sabotage} takes out all, several times. */
@ExtendWith(RunningEngine.class)
class SabotageTest {

    private static final Duration TIME = Duration.ofSeconds(3);
    private static final int ATTEMPTS = 5;

    private final Engine engine;

    SabotageTest(Engine engine) {
        this.engine = engine;
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPARE_AND_SET", "OWNER", "IDEMPOTENCY"})
    void aMissingDefenceIsFound(Sabotage sabotage) throws Exception {
        // given
        long seed = System.nanoTime();

        // when
        SabotageResult result = sabotage.play(engine, false, seed, TIME);
        for (int again = 1; again < ATTEMPTS && !result.finds(sabotage.rule()); again++) {
            result = sabotage.play(engine, false, seed + again, TIME);
        }

        // then
        System.out.println(
                sabotage + " seed=" + seed + ": " + result.violations().size() + " violations found after "
                        + result.taken().toMillis() + " ms");
        assertThat(result.finds(sabotage.rule()))
                .as("seed " + seed + " " + result.violations())
                .isTrue();
    }
}
