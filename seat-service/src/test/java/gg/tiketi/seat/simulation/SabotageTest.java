package gg.tiketi.seat.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A checker that cannot fail proves nothing: with any one defence taken out the simulator finds what it prevented. */
class SabotageTest {

    private static final long[] SEEDS = {1, 2, 3};

    /** Many times what the worst of them needed. */
    private static final long MOST_STEPS = 20_000_000;

    @ParameterizedTest
    @EnumSource(
            value = Sabotage.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "PAYMENT_WITHOUT_LIMIT_LOCK", "RELOAD_ONCE", "NO_SERVER_CHECK"})
    void everySabotageIsFoundWithEverySeed(Sabotage sabotage) {
        find(sabotage);
    }

    /** It takes some millions of steps to come across these. */
    @ParameterizedTest
    @EnumSource(
            value = Sabotage.class,
            names = {"PAYMENT_WITHOUT_LIMIT_LOCK", "RELOAD_ONCE", "NO_SERVER_CHECK"})
    @EnabledIfSystemProperty(named = "tiketi.simulation.steps", matches = "[0-9]{8,}")
    void whatSeldomShowsIsFoundByTheLongRun(Sabotage sabotage) {
        find(sabotage);
    }

    private static void find(Sabotage sabotage) {
        for (long seed : SEEDS) {
            Simulator simulator = new Simulator(sabotage);

            Optional<Simulator.Failure> failure = simulator.run(seed, MOST_STEPS);

            assertThat(failure).as("%s, seed %d", sabotage, seed).isPresent();
            System.out.printf(
                    "sabotage %s, seed %d: found after %,d steps: %s%n",
                    sabotage, seed, simulator.steps(), failure.get().rule());
        }
    }

    @Test
    void theShortestHistoryFoundBreaksTheSameRuleAndTellsHow() {
        // given
        Sabotage sabotage = Sabotage.RELEASE_WITHOUT_OWNER;
        Simulator.Failure failure = new Simulator(sabotage).run(1, MOST_STEPS).orElseThrow();

        // when
        Shrinker shrinker = new Shrinker(sabotage);
        List<Decision> shortest = shrinker.shrink(failure);

        // then
        assertThat(shortest).hasSizeLessThan(failure.decisions().size());
        assertThat(shrinker.replay(shortest, null))
                .hasValueSatisfying(rule -> assertThat(rule).startsWith("S3"));
        assertThat(shrinker.report(failure)).contains("S3", "seed of the history");
    }
}
