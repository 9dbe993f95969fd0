package gg.tiketi.system.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every defence taken out, with several seeds each, and the same without anything taken out. Takes many minutes, so it
 * has a command of its own, {@code deploy/sabotage}, and no test's name.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EverySabotage {

    private static final int SEEDS = Integer.getInteger("tiketi.seeds", 3);
    private static final long FIRST_SEED = Long.getLong("tiketi.seed", 1);
    private static final Duration TIME = Duration.ofSeconds(4);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final List<String> TOLD = new ArrayList<>();

    private Engine engine;

    @BeforeAll
    void start() throws IOException {
        engine = Engine.start("sabotage", BrokenScript::withoutWhatHides);
    }

    @AfterAll
    void stop() throws IOException {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource
    void isFoundWithEverySeedAndTheIntactEnginePasses(Sabotage sabotage) throws Exception {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            SabotageResult intact = sabotage.play(engine, true, seed, TIME);
            tell(sabotage + " seed " + seed + " intact", intact);
            assertPasses(sabotage, intact);
            long each = seed;
            SabotageResult broken = untilFound(
                    sabotage + " seed " + seed, sabotage.rule(), () -> sabotage.play(engine, false, each, TIME));
            tell(sabotage + " seed " + seed + " broken", broken);
            assertThat(broken.finds(sabotage.rule())).as(TOLD.toString()).isTrue();
        }
    }

    /** Some acts are rare in a few seconds; what counts is that it is found within the minute. */
    private SabotageResult untilFound(String run, String rule, Callable<SabotageResult> play) throws Exception {
        Instant begun = Instant.now();
        SabotageResult result = play.call();
        while (!result.finds(rule) && Duration.between(begun, Instant.now()).compareTo(LONGEST) < 0) {
            tell(run + " broken, not yet", result);
            result = play.call();
        }
        return result;
    }

    /** With a broken look and the index in place requests fail, but nothing is sold twice. */
    private void assertPasses(Sabotage sabotage, SabotageResult intact) {
        if (sabotage == Sabotage.UNIQUE_INDEX) {
            assertThat(intact.finds("S1")).as(intact.violations().toString()).isFalse();
        } else {
            assertThat(intact.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenScriptIsFoundWithEverySeedAndTheIntactOnePasses(BrokenScript broken) throws Exception {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            SabotageResult intact = broken.play(engine, seed);
            tell(broken + " seed " + seed + " intact", intact);
            assertThat(intact.violations()).isEmpty();
        }
        Path checkout = Files.createTempDirectory("tiketi-broken-");
        try (Engine sabotaged = broken.start(checkout)) {
            for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
                long each = seed;
                SabotageResult result =
                        untilFound(broken + " seed " + seed, broken.rule(), () -> broken.play(sabotaged, each));
                tell(broken + " seed " + seed + " broken", result);
                assertThat(result.finds(broken.rule())).as(TOLD.toString()).isTrue();
            }
        } finally {
            BrokenScript.delete(checkout);
        }
    }

    private void tell(String run, SabotageResult result) {
        String line = run + ": " + result.violations().size() + " violations "
                + result.violations().stream()
                        .map(one -> one.rule())
                        .distinct()
                        .sorted()
                        .toList() + " after "
                + result.taken().toMillis() + " ms";
        TOLD.add(line);
        System.out.println(line);
    }
}
