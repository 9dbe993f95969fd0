package gg.tiketi.system.engine;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.system.history.HistoryChecker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every two acts on the same and on overlapping seats, the second let loose while the first stands at a chosen point.
 * Without Redis, so that PostgreSQL alone decides, and at the last point, where the copy is behind, with Redis as well.
 */
@ExtendWith(RunningEngine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PairTest {

    private static final int AT_ONCE = 6;
    private static final Duration SETTLING = Duration.ofSeconds(90);

    private final Engine engine;

    PairTest(Engine engine) {
        this.engine = engine;
    }

    @BeforeAll
    void putUpGates() throws SQLException {
        Gate.install(engine);
    }

    @AfterAll
    void takeGatesAway() throws SQLException {
        Gate.remove(engine);
        engine.redis().mend();
    }

    @ParameterizedTest
    @EnumSource
    void nothingThatComesSecondBreaksARule(Pair.Act first) throws Exception {
        // given
        Ledger ledger = new Ledger();
        List<TestEvent> events = new ArrayList<>();
        List<String> told = new ArrayList<>();

        // when
        engine.redis().cut();
        told.addAll(
                play(Pair.with(first).stream().filter(pair -> !pair.withRedis()).toList(), events, ledger));
        engine.redis().mend();
        told.addAll(play(Pair.with(first).stream().filter(Pair::withRedis).toList(), events, ledger));

        // then
        assertThat(HistoryChecker.check(ledger.calls(), new BooksReader(engine, events).settled(SETTLING)))
                .as(String.join("\n", told))
                .isEmpty();
        assertThat(ledger.calls()).as(String.join("\n", told)).noneMatch(call -> call.status() == 500);
    }

    /** Some at once, because each of them mostly waits. */
    private List<String> play(List<Pair> pairs, List<TestEvent> events, Ledger ledger) throws Exception {
        List<Future<String>> played = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Pair pair : pairs) {
                TestEvent event = engine.event(pair.toString(), 4);
                events.add(event);
                played.add(threads.submit(
                        () -> event.id() + " " + pair + ": " + new PairCase(engine, event, ledger).play(pair)));
            }
        }
        List<String> told = new ArrayList<>();
        for (Future<String> one : played) {
            told.add(one.get());
        }
        return told;
    }
}
