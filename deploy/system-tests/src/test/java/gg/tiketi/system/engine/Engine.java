package gg.tiketi.system.engine;

import gg.tiketi.deploy.local.Plan;
import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import gg.tiketi.system.Client;
import gg.tiketi.system.SuiteFolder;
import gg.tiketi.system.Tokens;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A suite of its own that keeps what it acknowledges, with a wire between seat-service and each of its backends. Its
 * times are short, so that holds lapse and recovery looks while a test is running.
 */
final class Engine implements AutoCloseable {

    /** Long enough for a test's few steps on a slow machine, short enough that what is left lying lapses under load. */
    private static final Map<String, String> SHORT_TIMES = Map.of(
            "TIKETI_RESERVATION_HOLD", "PT20S",
            "TIKETI_RESERVATION_MAX_RETURN_DELAY", "PT1S",
            "TIKETI_PAYMENT_RECOVER_AFTER", "PT1S",
            "TIKETI_PAYMENT_RECOVERY_INTERVAL", "PT1S",
            "TIKETI_PAYMENT_SIMULATED_DELAY", "PT0.01S");

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int VALID_SECONDS = 5;

    private final SuiteFolder folder;
    private final Suite suite;
    private final Wire database;
    private final Wire redis;
    private final Client client;
    private final Tokens tokens;
    private @Nullable Connection observer;

    private Engine(SuiteFolder folder, Suite suite, Wire database, Wire redis) {
        this.folder = folder;
        this.suite = suite;
        this.database = database;
        this.redis = redis;
        this.client = new Client(suite.url());
        this.tokens = Tokens.of(suite, client);
    }

    /** Starts one; what its parts write is in {@code target/<name>.log}. */
    static Engine start(String name, UnaryOperator<Plan> change) throws IOException {
        SuiteFolder folder = new SuiteFolder(name);
        Plan plan = change.apply(Plan.forTests(folder.state()).durably());
        Wire database = new Wire(plan.ports().number(Port.POSTGRES));
        Wire redis = new Wire(plan.ports().number(Port.REDIS));
        Map<String, String> settings = new HashMap<>(SHORT_TIMES);
        settings.put("DB_PORT", Integer.toString(database.port()));
        settings.put("REDIS_PORT", Integer.toString(redis.port()));
        settings.putAll(plan.own().getOrDefault(Service.SEAT, Map.of()));
        Suite suite = new Suite(plan.with(Service.SEAT, settings), folder);
        suite.start();
        Engine engine = new Engine(folder, suite, database, redis);
        Awaitility.await("the sample's events in seat-service")
                .atMost(LIMIT)
                .until(() -> engine.number("SELECT count(*) FROM seat.event WHERE state = 'PUBLISHED'") > 0);
        return engine;
    }

    Suite suite() {
        return suite;
    }

    /** Between seat-service and PostgreSQL. */
    Wire database() {
        return database;
    }

    /** Between seat-service and Redis. */
    Wire redis() {
        return redis;
    }

    /** The gateway, as nobody. */
    Client client() {
        return client;
    }

    /** A superuser's connection of its own, past the wire; the caller closes it. */
    Connection connect() throws SQLException {
        return suite.database();
    }

    /** The number that a query of the superuser gives. */
    long number(String query) throws SQLException {
        return Long.parseLong(text(query));
    }

    /** The text that a query of the superuser gives. */
    String text(String query) throws SQLException {
        return observed(connection -> TestEvent.text(connection, query));
    }

    /** Changes what the database knows, as the superuser; names of tables need their schema. */
    void change(String sql) throws SQLException {
        observed(connection -> {
            TestEvent.change(connection, sql);
            return sql;
        });
    }

    /** An event of its own for a case of a test. */
    TestEvent event(String name, int limit) throws SQLException {
        return observed(connection -> TestEvent.create(connection, name, limit));
    }

    private interface Act<T> {
        T on(Connection connection) throws SQLException;
    }

    /** On a connection that is kept; a new one when PostgreSQL has ended it. */
    private synchronized <T> T observed(Act<T> act) throws SQLException {
        Connection known = observer;
        if (known == null || !known.isValid(VALID_SECONDS)) {
            known = connect();
            observer = known;
        }
        return act.on(known);
    }

    /** A buyer with a new account, through the gateway. */
    Buyer buyer(Ledger ledger) {
        return buyer(ledger, UUID.randomUUID(), suite.url());
    }

    /** A buyer with this account, at the gateway or at one node. */
    Buyer buyer(Ledger ledger, UUID account, String url) {
        return new Buyer(ledger, account, url, () -> tokens.sign(Map.of("sub", account.toString())));
    }

    /** Somebody with this account, at the gateway or at one node. */
    Client person(UUID account, String url) {
        return new Client(url).withToken(tokens.sign(Map.of("sub", account.toString())));
    }

    /** Somebody who may call events off and block seats. */
    Client admin() {
        return client.withToken(tokens.sign(Map.of("groups", List.of("user", "admin"))));
    }

    @Override
    public void close() throws IOException {
        suite.close();
        database.close();
        redis.close();
        folder.close();
    }
}
