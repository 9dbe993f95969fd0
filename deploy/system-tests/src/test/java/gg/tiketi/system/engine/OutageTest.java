package gg.tiketi.system.engine;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Service;
import gg.tiketi.system.history.HistoryChecker;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What buyers notice when a backend is away for some seconds, and that all is right again afterwards. */
@ExtendWith(RunningEngine.class)
class OutageTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int SOME_SALES = 40;
    /** The goal is one second and five; a machine three times slower is given three times as long. */
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(3);

    private static final Duration LONGEST_RETURN = Duration.ofSeconds(15);

    private final Engine engine;
    private final Ledger ledger = new Ledger();
    private TestEvent event;
    private Pulse pulse;

    OutageTest(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void begin() throws SQLException {
        event = engine.event("outage", 4);
        pulse = Pulse.start(engine, event, ledger);
        awaitSales(Instant.now());
    }

    @AfterEach
    void allBooksAgree() throws Exception {
        awaitSales(Instant.now());
        pulse.finish();
        pulse.close();
        assertThat(HistoryChecker.check(ledger.calls(), new BooksReader(engine, List.of(event)).settled(LIMIT)))
                .isEmpty();
    }

    @Test
    void sellingGoesOnWhileRedisStandsStill() throws Exception {
        // given
        long redis = engine.suite().redis().pid();
        Instant begun = Instant.now();

        // when
        Fault.signal("STOP", redis);
        try {
            awaitSales(begun);
        } finally {
            Fault.signal("CONT", redis);
        }
        awaitSales(Instant.now());

        // then
        report("Redis stands still", begun);
        assertThat(pulse.longestSince(begun)).isLessThan(LONGEST_REQUEST);
    }

    @Test
    void sellingGoesOnWhileRedisIsGone() throws Exception {
        // given
        Instant begun = Instant.now();

        // when
        Fault.kill(engine.suite().redis());
        awaitSales(begun);
        engine.suite().restartRedis();
        awaitSales(Instant.now());

        // then
        report("Redis is gone", begun);
        assertThat(pulse.longestSince(begun)).isLessThan(LONGEST_REQUEST);
    }

    @Test
    void sellingIsSlowWithASlowRedisButGoesOn() {
        // given
        Instant begun = Instant.now();

        // when
        engine.redis().slow(Duration.ofMillis(300));
        try {
            awaitSales(begun);
        } finally {
            engine.redis().slow(Duration.ZERO);
        }

        // then
        report("Redis is slow", begun);
        assertThat(pulse.longestSince(begun)).isLessThan(LONGEST_REQUEST);
    }

    @Test
    void sellingBeginsAgainSoonAfterPostgresAccepts() throws Exception {
        // given
        Fault.kill(engine.suite().postgres());

        // when
        engine.suite().restartPostgres();
        Instant accepts = Instant.now();
        Awaitility.await("the first sale")
                .atMost(LIMIT)
                .until(() -> pulse.soldSince(accepts).findAny().isPresent());

        // then
        Duration away = Duration.between(
                accepts, pulse.soldSince(accepts).findFirst().orElseThrow().answered());
        System.out.println("PostgreSQL killed: first sale " + away.toMillis() + " ms after it accepts");
        assertThat(away).isLessThan(LONGEST_RETURN);
        assertThat(engine.suite().process(Service.SEAT).isAlive()).isTrue();
    }

    private void report(String what, Instant begun) {
        System.out.println(what + ": " + pulse.soldSince(begun).count() + " sales, longest request "
                + pulse.longestSince(begun).toMillis() + " ms");
    }

    private void awaitSales(Instant since) {
        Awaitility.await("sales")
                .atMost(LIMIT)
                .until(() -> pulse.soldSince(since).count() >= SOME_SALES);
    }
}
