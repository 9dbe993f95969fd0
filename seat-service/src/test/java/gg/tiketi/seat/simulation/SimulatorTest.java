package gg.tiketi.seat.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The intact protocol under every fault at once. The test command takes some hundred thousand steps; {@code deploy/simulate} takes
 * as many as asked for, with any seed.
 */
class SimulatorTest {

    private static final long STEPS = Long.getLong("tiketi.simulation.steps", 300_000);
    private static final long SEED = Long.getLong("tiketi.simulation.seed", 1);

    /** From so many steps on every pair of step and crash point must have been met often. */
    private static final long LONG_RUN = 20_000_000;

    private static final long OFTEN = 100;

    /** From so many steps on nearly every pair has been met. */
    private static final long ENOUGH_FOR_MOST = 300_000;

    private static final int FEW = 30;

    @Test
    void theProtocolKeepsItsPromisesUnderEveryFault() {
        Simulator simulator = new Simulator(Sabotage.NONE);
        Instant begun = Instant.now();

        Optional<Simulator.Failure> failure = simulator.run(SEED, STEPS);

        System.out.printf(
                "simulation: seed %d, %,d steps in %,d histories, %d s%n%s%n",
                SEED,
                simulator.steps(),
                simulator.histories(),
                Duration.between(begun, Instant.now()).toSeconds(),
                simulator.coverage().table());
        assertThat(failure.map(new Shrinker(Sabotage.NONE)::report)).isEmpty();
        assertThat(simulator.steps()).isGreaterThanOrEqualTo(STEPS);
        assertThat(simulator.coverage().notDone()).as("steps never taken").isEmpty();
        if (STEPS >= LONG_RUN) {
            assertThat(simulator.coverage().below(OFTEN))
                    .as("pairs of step and crash point met fewer than %d times", OFTEN)
                    .isEmpty();
        } else if (STEPS >= ENOUGH_FOR_MOST) {
            assertThat(simulator.coverage().below(1)).as("pairs never met").hasSizeLessThan(FEW);
        }
    }

    @Test
    void theSameSeedTellsTheSameHistory() {
        Simulator first = new Simulator(Sabotage.NO_LIMIT_LOCK);
        Simulator second = new Simulator(Sabotage.NO_LIMIT_LOCK);

        assertThat(first.run(3, 200_000)).isPresent().isEqualTo(second.run(3, 200_000));
    }
}
