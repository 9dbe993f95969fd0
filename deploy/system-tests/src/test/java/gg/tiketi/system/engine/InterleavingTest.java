package gg.tiketi.system.engine;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Checkout;
import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.Ports;
import gg.tiketi.deploy.local.RedisServer;
import gg.tiketi.system.Answer;
import gg.tiketi.system.Sale;
import gg.tiketi.system.history.Books;
import gg.tiketi.system.history.Call;
import gg.tiketi.system.history.HistoryChecker;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders of events that once did harm somewhere, played by name. After each of them all books must agree. */
@ExtendWith(RunningEngine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterleavingTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String END_HOLD = """
            UPDATE seat.reservation SET expires_at = clock_timestamp(), free_at = clock_timestamp() WHERE id = '%s'
            """;

    private final Engine engine;
    private final ExecutorService threads = Threads.pool();
    private Ledger ledger;
    private TestEvent event;
    private Buyer buyer;
    private Buyer other;

    InterleavingTest(Engine engine) {
        this.engine = engine;
    }

    @BeforeAll
    void putUpGates() throws SQLException {
        Gate.install(engine);
    }

    @AfterAll
    void takeGatesAway() throws SQLException {
        Gate.remove(engine);
        threads.close();
    }

    @BeforeEach
    void prepare() throws SQLException {
        ledger = new Ledger();
        event = engine.event("interleaving", 4);
        buyer = engine.buyer(ledger);
        other = engine.buyer(ledger);
    }

    @AfterEach
    void allBooksAgree() throws SQLException {
        Books books = new BooksReader(engine, List.of(event)).settled(LIMIT);
        assertThat(HistoryChecker.check(ledger.calls(), books)).isEmpty();
    }

    @Test
    void captureLandsWhileTheLeaseEnds() throws Exception {
        // given
        UUID id = reserved(buyer, 0);
        Future<Call> paying;
        Call late;
        try (Gate gate = Gate.close(engine, event, Gate.Point.CAPTURE)) {
            paying = threads.submit(() -> buyer.insist(Buyer.Request.pay(id)));
            gate.awaitSomebody(paying);
            gate.letOthersPass();

            // when
            ledger.lapsed(id);
            engine.change(END_HOLD.formatted(id));
            late = other.once(Buyer.Request.reserve(event.id(), seats(0)));
        }

        // then
        boolean isPaid = paying.get().status() == 200;
        assertThat(paying.get().status()).isIn(200, 402);
        assertThat(status(id)).isIn(isPaid ? Set.of("CONFIRMED") : Set.of("PENDING", "EXPIRED"));
        // Recovery is free to end the attempt at the provider; then the seats are free as well.
        assertThat(late.status()).as(late.toString()).isIn(isPaid ? Set.of(409) : Set.of(409, 201));
    }

    @Test
    void recoveryAsksWhileTheRequestIsInFlight() throws Exception {
        // given
        UUID id = reserved(buyer, 0);
        Future<Call> paying;
        try (Gate gate = Gate.close(engine, event, Gate.Point.CAPTURE)) {
            paying = threads.submit(() -> buyer.insist(Buyer.Request.pay(id)));
            gate.awaitSomebody(paying);

            // when
            gate.letOthersPass();
            Awaitility.await("recovery")
                    .atMost(LIMIT)
                    .until(() -> number("SELECT count(*) FROM seat.payment WHERE status = 'DECLINED'"
                                    + " AND reservation_id = '" + id + "'")
                            > 0);
        }

        // then
        assertThat(paying.get().status()).isEqualTo(402);
        assertThat(number("SELECT count(*) FROM seat.simulated_provider b JOIN seat.payment p ON p.id = b.payment_id"
                        + " WHERE b.status = 'CAPTURED' AND p.reservation_id = '" + id + "'"))
                .isZero();
    }

    @Test
    void commitSentConnectionLost() {
        // given
        Buyer.Request request = Buyer.Request.reserve(event.id(), seats(0));
        Wire.Held reply = engine.database().holdReplyTo(request.key().getBytes(StandardCharsets.UTF_8));
        Future<Call> first = threads.submit(() -> buyer.once(request));
        Awaitility.await("the reply").atMost(LIMIT).until(() -> reply.hasArrived() || first.isDone());

        // when
        reply.drop();
        Call again = buyer.insist(request);
        Call late = other.insist(Buyer.Request.reserve(event.id(), seats(0)));

        // then
        assertThat(again.status()).as(again.toString()).isEqualTo(201);
        assertThat(late.status()).isEqualTo(409);
    }

    @Test
    void lostAcknowledgementAndItsRetryWithBestAvailable() {
        // given
        Buyer.Request request = Buyer.Request.reserve(event.id(), "{\"bestAvailable\":{\"count\":2}}", Set.of());
        Wire.Held reply = engine.database().holdReplyTo(request.key().getBytes(StandardCharsets.UTF_8));
        Future<Call> first = threads.submit(() -> buyer.once(request));
        Awaitility.await("the reply").atMost(LIMIT).until(() -> reply.hasArrived() || first.isDone());
        long before = number("SELECT count(*) FROM seat.seat WHERE state = 1 AND event_id = '" + event.id() + "'");

        // when
        reply.drop();
        Call again = buyer.insist(request);

        // then
        assertThat(before).isEqualTo(2);
        assertThat(again.status()).as(again.toString()).isEqualTo(201);
        assertThat(number("SELECT count(*) FROM seat.seat WHERE state = 1 AND event_id = '" + event.id() + "'"))
                .isEqualTo(2);
    }

    @Test
    void aClientThatLeftFindsItsReservationByItsKey() throws Exception {
        // given
        Buyer.Request request = Buyer.Request.reserve(event.id(), seats(0));
        try (Gate gate = Gate.close(engine, event, Gate.Point.COMMIT)) {
            Future<Call> left = threads.submit(() -> buyer.vanish(request, Duration.ofMillis(500)));
            gate.awaitSomebody(left);
            gate.letOthersPass();
            assertThat(left.get().status()).isZero();
        }

        // when
        Call again = buyer.insist(request);

        // then
        assertThat(again.status()).as(again.toString()).isEqualTo(201);
    }

    @Test
    void aRepetitionGetsItsAnswerAlsoAfterTheCopyWasLost() throws Exception {
        // given
        Buyer.Request request = Buyer.Request.reserve(event.id(), seats(0));
        Call first = buyer.insist(request);
        buyer.insist(Buyer.Request.cancel(Objects.requireNonNull(first.subject())));
        reserved(other, 0);
        awaitApplied();

        // when
        PausedRebuild.forget(engine, event);
        Call again = buyer.insist(request);

        // then
        assertThat(again.status()).as(again + " " + again.body()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void rebuildOlderThanACommit() throws Exception {
        // given
        UUID id = reserved(buyer, 0);
        awaitApplied();
        String mark = engine.text("SELECT owner FROM seat.reservation WHERE id = '" + id + "'");
        Wire.Held read = engine.database().holdReplyWith(mark.getBytes(StandardCharsets.UTF_8));
        PausedRebuild.forget(engine, event);
        Future<Call> rebuilding = threads.submit(() -> other.insist(Buyer.Request.reserve(event.id(), seats(2))));
        Awaitility.await("the rebuilder to have read")
                .atMost(LIMIT)
                .until(() -> read.hasArrived() || rebuilding.isDone());

        // when
        Call cancelled = buyer.insist(Buyer.Request.cancel(id));
        read.release();

        // then
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(rebuilding.get().status()).isEqualTo(201);
        Awaitility.await("the seats to be sold again")
                .atMost(LIMIT)
                .until(() -> engine.buyer(ledger)
                                .insist(Buyer.Request.reserve(event.id(), seats(0)))
                                .status()
                        == 201);
    }

    @Test
    void eventCancelAgainstALateReserve() throws Exception {
        // given
        Sale sale = Sale.of(engine.client(), "Clockwork Garden, the Musical");
        event = new TestEvent(UUID.fromString(sale.id()), sale.labels(), 4);
        UUID paid = reserved(buyer, 0);
        assertThat(buyer.insist(Buyer.Request.pay(paid)).status()).isEqualTo(200);
        Future<Call> late;
        try (Gate gate = Gate.close(engine, event, Gate.Point.COMMIT)) {
            late = threads.submit(() -> other.insist(Buyer.Request.reserve(event.id(), seats(2))));
            gate.awaitSomebody(late);
            gate.letOthersPass();

            // when
            ledger.ended(event);
            Answer ended = engine.admin().send("POST", "/api/admin/events/" + event.id() + "/cancel", null, Map.of());
            assertThat(ended.status()).as(ended.text()).isEqualTo(204);
            Awaitility.await("seat-service to know")
                    .atMost(LIMIT)
                    .until(() -> number("SELECT count(*) FROM seat.event WHERE state = 'CANCELLED' AND id = '"
                                    + event.id() + "'")
                            > 0);
        }

        // then
        assertThat(late.get().status()).isIn(201, 422);
        Awaitility.await("nobody has a seat any more")
                .atMost(LIMIT)
                .until(() -> number("SELECT count(*) FROM seat.reservation_seat WHERE live AND event_id = '"
                                + event.id() + "'")
                        == 0);
        assertThat(status(paid)).isEqualTo("CANCELLED");
    }

    @Test
    void failoverToALaggingReplica() throws Exception {
        // given
        String password = RedisTalk.password(engine.suite());
        int port = Ports.free();
        try (RedisServer replica = RedisServer.start(Checkout.cache(), port, password, line -> {});
                Wire replication = new Wire(engine.suite().port(Port.REDIS));
                RedisTalk talk = RedisTalk.to(port, password)) {
            UUID early = reserved(buyer, 0);
            reserved(other, 2);
            awaitApplied();
            talk.tell("CONFIG", "SET", "masterauth", password);
            talk.tell("REPLICAOF", "127.0.0.1", Integer.toString(replication.port()));
            Awaitility.await("the replica to follow").atMost(LIMIT).until(() -> talk.tell("INFO", "replication")
                    .contains("master_link_status:up"));
            replication.cut();
            Buyer late = engine.buyer(ledger);
            reserved(late, 4);
            assertThat(buyer.insist(Buyer.Request.cancel(early)).status()).isEqualTo(200);
            awaitApplied();

            // when
            Fault.kill(engine.suite().redis());
            talk.tell("REPLICAOF", "NO", "ONE");
            engine.redis().to(port);
            try {
                // then
                Buyer last = engine.buyer(ledger);
                assertThat(last.insist(Buyer.Request.reserve(event.id(), seats(4)))
                                .status())
                        .isEqualTo(409);
                assertThat(last.insist(Buyer.Request.reserve(event.id(), seats(0)))
                                .status())
                        .isEqualTo(201);
                allBooksAgree();
            } finally {
                engine.suite().restartRedis();
                engine.redis().to(engine.suite().port(Port.REDIS));
            }
        }
    }

    private UUID reserved(Buyer by, int first) {
        Call call = by.insist(Buyer.Request.reserve(event.id(), seats(first)));
        assertThat(call.status()).as(call + " " + call.body()).isEqualTo(201);
        return Objects.requireNonNull(call.subject());
    }

    private List<String> seats(int first) {
        return event.labels().subList(first, first + 2);
    }

    private void awaitApplied() {
        Awaitility.await("the outbox to be empty")
                .atMost(LIMIT)
                .until(() ->
                        number("SELECT count(*) FROM seat.seat_outbox WHERE event_id = '" + event.id() + "'") == 0);
    }

    private String status(UUID id) throws SQLException {
        return engine.text("SELECT status FROM seat.reservation WHERE id = '" + id + "'");
    }

    private long number(String query) {
        try {
            return engine.number(query);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
