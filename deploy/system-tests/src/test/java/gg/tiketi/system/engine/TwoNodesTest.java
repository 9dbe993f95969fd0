package gg.tiketi.system.engine;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import gg.tiketi.system.history.Call;
import gg.tiketi.system.history.HistoryChecker;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two nodes of seat-service: the gateway's, and one beside it with wires of its own. */
@ExtendWith(RunningEngine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoNodesTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Engine engine;
    private Ledger ledger;
    private Wire database;
    private Wire redis;
    private Suite.Node beside;
    private TestEvent event;

    TwoNodesTest(Engine engine) {
        this.engine = engine;
    }

    @BeforeAll
    void startNode() throws IOException {
        database = new Wire(engine.suite().port(Port.POSTGRES));
        redis = new Wire(engine.suite().port(Port.REDIS));
        beside = engine.suite()
                .startAnother(
                        Service.SEAT,
                        Map.of(
                                "DB_PORT", Integer.toString(database.port()),
                                "REDIS_PORT", Integer.toString(redis.port())));
    }

    @AfterAll
    void endNode() throws Exception {
        Fault.kill(beside.process());
        database.close();
        redis.close();
    }

    @BeforeEach
    void prepare() throws SQLException {
        ledger = new Ledger();
        event = engine.event("two nodes", 4);
    }

    @AfterEach
    void mend() throws SQLException {
        redis.mend();
        assertThat(HistoryChecker.check(ledger.calls(), new BooksReader(engine, List.of(event)).settled(LIMIT)))
                .isEmpty();
    }

    @Test
    void cancelByANodeWithoutRedis() {
        // given
        UUID account = UUID.randomUUID();
        Buyer buyer = engine.buyer(ledger, account, engine.suite().url());
        Buyer elsewhere = engine.buyer(ledger, account, beside.url());
        UUID id = Objects.requireNonNull(
                buyer.insist(Buyer.Request.reserve(event.id(), event.labels().subList(0, 2)))
                        .subject());
        Buyer other = engine.buyer(ledger);

        // when
        redis.cut();
        Call cancelled = elsewhere.insist(Buyer.Request.cancel(id));

        // then
        assertThat(cancelled.status()).isEqualTo(200);
        Awaitility.await("the seats to be sold again")
                .atMost(LIMIT)
                .until(() -> other.once(Buyer.Request.reserve(
                                        event.id(), event.labels().subList(0, 2)))
                                .status()
                        == 201);
    }

    @Test
    void aRebuilderThatStoodStillDoesNotBringOldSeatsBack() throws Exception {
        // given
        Buyer buyer = engine.buyer(ledger);
        UUID id = Objects.requireNonNull(
                buyer.insist(Buyer.Request.reserve(event.id(), event.labels().subList(0, 2)))
                        .subject());
        PausedRebuild paused = PausedRebuild.begin(engine, database, beside, event, id);

        // when
        assertThat(buyer.insist(Buyer.Request.cancel(id)).status()).isEqualTo(200);
        paused.outrunBy(engine.buyer(ledger), event.labels().subList(4, 6));
        paused.goOn();

        // then
        Buyer other = engine.buyer(ledger);
        assertThat(other.insist(Buyer.Request.reserve(event.id(), event.labels().subList(4, 6)))
                        .status())
                .isEqualTo(409);
        assertThat(other.insist(Buyer.Request.reserve(event.id(), event.labels().subList(0, 2)))
                        .status())
                .isEqualTo(201);
    }
}
