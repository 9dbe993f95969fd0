package gg.tiketi.system.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import gg.tiketi.system.history.QueueRules;
import gg.tiketi.system.history.Violation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A rush for places at three nodes, while Redis and a node are lost; and what the rules find when a defence is missing. */
@ExtendWith(RunningEngine.class)
class WaitingRoomTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration RECOVERY = Duration.ofSeconds(10);
    private static final int PER_MINUTE = 300;
    private static final int CAP = 20;

    private static final Loss COUNTER = new Loss(" FOR NO KEY UPDATE", "", """
            ALTER TABLE seat.waiting_entry DROP CONSTRAINT waiting_entry_pkey;
            DROP INDEX seat.waiting_entry_rank
            """, """
            ALTER TABLE seat.waiting_entry ADD PRIMARY KEY (event_id, place);
            CREATE UNIQUE INDEX waiting_entry_rank ON seat.waiting_entry (event_id, rank)
            """);

    private static final Loss CLOCKS = new Loss(
            "CASE WHEN r.phase <> 'LOBBY' THEN r.last_place + q.n END",
            // As if batches came in turn from three machines whose clocks are three seconds apart.
            "r.base + 1 + (extract(epoch FROM v_now - r.active_since) * 1000)::int + q.n + (r.last_place % 3) * 3000",
            "DROP INDEX seat.waiting_entry_rank",
            "CREATE UNIQUE INDEX waiting_entry_rank ON seat.waiting_entry (event_id, rank)");

    private final Engine engine;

    WaitingRoomTest(Engine engine) {
        this.engine = engine;
    }

    @Test
    void nobodyLosesAPlaceOrOvertakesWhateverDies() throws Exception {
        // given three nodes
        Suite.Node second = engine.suite().startAnother(Service.SEAT, Map.of());
        Suite.Node third = engine.suite().startAnother(Service.SEAT, Map.of());
        TestEvent event = engine.event("waiting room", 4);
        QueueCrowd crowd = new QueueCrowd(engine, event, List.of(engine.suite().url(), second.url(), third.url()));
        crowd.open(PER_MINUTE, CAP);

        // when people come and go, Redis forgets, is killed, and a node is killed
        CompletableFuture<Void> joins = CompletableFuture.runAsync(() -> {
            try {
                crowd.join(400, Duration.ofSeconds(8));
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        for (int i = 0; i < 8; i++) {
            if (i == 2) {
                try (RedisTalk talk =
                        RedisTalk.to(engine.suite().port(Port.REDIS), RedisTalk.password(engine.suite()))) {
                    talk.tell("FLUSHALL");
                }
            }
            if (i == 4) {
                Fault.kill(third.process());
            }
            if (i == 6) {
                Fault.KILL_REDIS.strike(engine);
            }
            TimeUnit.MILLISECONDS.sleep(800);
            crowd.leave(5);
        }
        joins.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        // then
        assertThat(crowd.check(PER_MINUTE, CAP)).isEmpty();
        List<QueueRules.Stored> places = crowd.stored();
        // Who was admitted by a node that died before it could say so, and was made to leave, has a second place.
        assertThat(places.stream().map(QueueRules.Stored::account).distinct()).hasSize(400);
        assertThat(places.stream().filter(place -> place.endedAt() == null).map(QueueRules.Stored::account))
                .doesNotHaveDuplicates();
        assertThat(places.stream().filter(place -> place.admittedAt() != null)).hasSizeGreaterThan(CAP);

        // and both nodes tell everybody the same place, in the order that was given
        QueueRules.Stored last = places.getLast();
        for (String node : List.of(engine.suite().url(), second.url())) {
            Awaitility.await("the last place at " + node)
                    .atMost(RECOVERY)
                    .ignoreExceptions()
                    .untilAsserted(() -> {
                        JsonNode told = crowd.status(last.account(), node);
                        assertThat(told.path("place").asInt()).isEqualTo(last.rank());
                    });
        }

        // and while PostgreSQL is away joining is refused and positions are told
        engine.database().cut();
        try {
            Client somebody = crowd.person(UUID.randomUUID(), engine.suite().url());
            Answer refused = somebody.send("POST", crowd.path(), "{}", Map.of());
            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(crowd.status(last.account(), engine.suite().url())
                            .path("place")
                            .asInt())
                    .isEqualTo(last.rank());
        } finally {
            engine.database().mend();
        }
        second.process().destroy();
    }

    /** One extra node for both: it takes longer to start than they do. */
    @Test
    void ordersThatAreNoneAreFound() throws Exception {
        // given
        Suite.Node second = engine.suite().startAnother(Service.SEAT, Map.of());
        try {
            // then a counter that is not atomic is found
            assertThat(rules("counter", second, COUNTER, Duration.ofMillis(500)))
                    .contains("S12");

            // and so is the order of the clocks of several machines
            assertThat(rules("clock", second, CLOCKS, Duration.ofSeconds(4))).contains("L2");
        } finally {
            second.process().destroy();
        }
    }

    @Test
    void anAnswerBeforeTheDiskIsFound() throws Exception {
        // given
        TestEvent event = engine.event("disk", 4);
        QueueCrowd crowd = new QueueCrowd(engine, event, List.of(engine.suite().url()));
        crowd.open(PER_MINUTE, CAP);
        try (Connection connection = engine.connect()) {
            for (String function : List.of("waiting_room_join", "waiting_room_tick")) {
                Patch.apply(connection, function, "'synchronous_commit', 'on'", "'synchronous_commit', 'off'");
            }
            Sabotage.DURABILITY.strike(connection);
        }

        // when
        crowd.join(40, Duration.ofMillis(500));
        Fault.KILL_BACKEND.strike(engine);
        List<Violation> found = crowd.check(PER_MINUTE, CAP);
        try (Connection connection = engine.connect()) {
            for (String function : List.of("waiting_room_join", "waiting_room_tick")) {
                Patch.undo(connection, function);
            }
            Sabotage.DURABILITY.mend(connection);
        }

        // then
        assertThat(found).extracting(Violation::rule).contains("S4");
    }

    /** A defence of {@code waiting_room_join} that is taken out, and what hides the loss. */
    private record Loss(String text, String replacement, String hide, String mend) {

        void strike(Connection connection) throws SQLException {
            Patch.apply(connection, "waiting_room_join", text, replacement);
            TestEvent.change(connection, hide);
        }

        void undo(Connection connection, TestEvent event) throws SQLException {
            Patch.undo(connection, "waiting_room_join");
            TestEvent.change(
                    connection,
                    "UPDATE seat.waiting_room SET mode = 'OFF', phase = 'IDLE' WHERE event_id = '" + event.id() + "';"
                            + "DELETE FROM seat.waiting_entry WHERE event_id = '" + event.id() + "';" + mend);
        }
    }

    /** What a crowd's history breaks while a defence is out. */
    private List<String> rules(String name, Suite.Node second, Loss loss, Duration over) throws Exception {
        TestEvent event = engine.event(name, 4);
        QueueCrowd crowd = new QueueCrowd(engine, event, List.of(engine.suite().url(), second.url()));
        crowd.open(PER_MINUTE, CAP);
        try (Connection connection = engine.connect()) {
            loss.strike(connection);
        }
        try {
            crowd.join(150, over);
            return crowd.check(PER_MINUTE, CAP).stream()
                    .map(Violation::rule)
                    .distinct()
                    .toList();
        } finally {
            try (Connection connection = engine.connect()) {
                loss.undo(connection, event);
            }
        }
    }
}
