package gg.tiketi.system.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A long run of faults, for {@code deploy/faults}; it has no test's name, so that no other command runs it. */
class EveryFault {

    private static final int KILLS = Integer.getInteger("tiketi.kills", 100);
    private static final int MINUTES = Integer.getInteger("tiketi.minutes", 30);

    private Engine engine;

    @BeforeEach
    void start() throws IOException {
        engine = Engine.start("faults", UnaryOperator.identity());
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
    }

    @Test
    void nothingIsLostOrSoldTwiceWhateverIsKilled() throws Exception {
        // given
        long seed = Long.getLong("tiketi.seed", System.nanoTime());

        // when
        FaultRun.Result result = new FaultRun(engine, seed, Duration.ofMinutes(MINUTES)).untilKills(KILLS);

        // then
        System.out.println(result);
        assertThat(result.violations()).as(result.toString()).isEmpty();
        assertThat(result.kills()).isGreaterThanOrEqualTo(KILLS);
    }
}
