package gg.tiketi.system.engine;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import gg.tiketi.system.history.WaitlistRules;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many wait, give up, accept, decline and sleep at two nodes, while others try to be quicker; and what the rules find. */
@ExtendWith(RunningEngine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitlistTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final long SEED = Long.getLong("tiketi.seed", System.nanoTime());

    private final Engine engine;
    private Suite.Node beside;

    WaitlistTest(Engine engine) {
        this.engine = engine;
    }

    @BeforeAll
    void startNode() throws Exception {
        beside = engine.suite().startAnother(Service.SEAT, Map.of());
    }

    @AfterAll
    void endNode() throws Exception {
        Fault.kill(beside.process());
    }

    @Test
    void whatComesBackGoesToThoseWhoWaitInOrderAndNoSeatIsLost() throws Exception {
        // given
        System.out.println("waitlist seed=" + SEED);
        TestEvent event = engine.event("waitlist", 4);
        try (WaitlistCrowd crowd =
                new WaitlistCrowd(engine, event, List.of(engine.suite().url(), beside.url()), SEED)) {
            crowd.sellOut();

            // when
            crowd.wait(80, Duration.ofSeconds(8));
            crowd.passBy(6);
            Awaitility.await("somebody waits")
                    .atMost(PATIENCE)
                    .until(() -> crowd.entries().size() > 10);
            crowd.giveUp(Duration.ofSeconds(15));
            Awaitility.await("what there is has been offered").atMost(PATIENCE).until(() -> crowd.underWay() == 0);
            crowd.finish();

            // then, when all is quiet, what nobody answers goes on to the next in line, and no seat stays kept for
            // nobody
            AtomicLong longestKept = new AtomicLong();
            Awaitility.await("nothing is under way any more").atMost(PATIENCE).until(() -> {
                longestKept.accumulateAndGet(crowd.longestKept(), Math::max);
                return crowd.underWay() == 0;
            });
            assertThat(longestKept.get()).isLessThan(QUIET.toMillis());
            System.out.println("waitlist entries=" + crowd.states() + " boughtByPassersBy=" + crowd.bought());
            assertThat(crowd.check()).isEmpty();
            assertThat(crowd.states().get("ACCEPTED")).isGreaterThan(3);
            assertThat(crowd.states().get("DECLINED")).isPositive();
        }
    }

    @Test
    void whoeverBreaksTheOrderIsFound() throws Exception {
        // then places that are given from behind are found
        assertThat(rulesWithout("waitlist_join", "(p_event, p_tier, v_place,", "(p_event, p_tier, 1000 - v_place,"))
                .contains("L2");

        // and so are seats that are free before those who wait have had them
        assertThat(rulesWithout("free_seats", "w.state = 'WAITING'", "w.state = 'NOBODY'"))
                .contains("L1");
    }

    /** What a crowd's history breaks while a defence is out. */
    private Set<String> rulesWithout(String function, String text, String replacement) throws Exception {
        TestEvent event = engine.event("waitlist " + function, 4);
        try (Connection connection = engine.connect();
                WaitlistCrowd crowd =
                        new WaitlistCrowd(engine, event, List.of(engine.suite().url(), beside.url()), SEED)) {
            crowd.sellOut();
            Patch.apply(connection, function, text, replacement);
            try {
                crowd.wait(40, Duration.ofSeconds(5));
                Awaitility.await("many wait")
                        .atMost(PATIENCE)
                        .until(() -> crowd.entries().size() >= 40);
                crowd.passBy(4);
                crowd.giveUp(Duration.ofSeconds(9));
                crowd.finish();
                return WaitlistRules.rules(crowd.check());
            } finally {
                Patch.undo(connection, function);
            }
        }
    }
}
