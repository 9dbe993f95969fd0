package gg.tiketi.system.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The engine with one of its defences taken out, for tests only: a checker that finds nothing then proves nothing. Some
 * defences stand behind one another, so the ones that would hide the loss are switched off as well, in the sabotaged run
 * and in the intact one that must pass.
 *
 * <pre>
 * taken out                          switched off in both runs              found by
 * COMPARE_AND_SET  reserve's look    Redis, the unique index                S1
 * UNIQUE_INDEX     the index         Redis, reserve's look                  S1; with the index nothing is sold twice
 * OWNER            cancel's and      –                                      S3
 *                  pay's owner
 * IDEMPOTENCY      stored answers    Redis, the key's primary key           S8
 * LIMIT_LOCK       one at a time     Redis                                  S9
 * BATCH_LOOK       the batch's look  Redis, the unique index                S1
 * BATCH_ANSWERS    the batch's       Redis, the key's primary key           S8
 *                  stored answers
 * BATCH_LOCK       the batch's lock  Redis, the pause between batches       S9
 * DURABILITY       commit to disk    –                                      S4, when a session is killed
 * REPAIR           what a rebuild    the comparison with the database       S7, when Redis forgets ({@link BrokenScript})
 *                  loads
 * EPOCH            the later epoch   the comparison with the database, and  S7, when a rebuilder stood still
 *                  wins              looking at the epoch seen before       ({@link BrokenScript})
 * </pre>
 */
enum Sabotage {
    /** A seat is given whoever has it. */
    COMPARE_AND_SET("S1", true) {
        @Override
        void switchOff(Connection connection) throws SQLException {
            TestEvent.change(connection, DROP_INDEX);
        }

        @Override
        void strike(Connection connection) throws SQLException {
            Patch.apply(connection, "reserve", LOOK, "");
        }

        @Override
        void mend(Connection connection) throws SQLException {
            Patch.undo(connection, "reserve");
            TestEvent.change(connection, MAKE_INDEX);
        }
    },
    /** Nothing stands behind a look that is broken. */
    UNIQUE_INDEX("S1", true) {
        @Override
        void switchOff(Connection connection) throws SQLException {
            Patch.apply(connection, "reserve", LOOK, "");
        }

        @Override
        void strike(Connection connection) throws SQLException {
            TestEvent.change(connection, DROP_INDEX);
        }

        @Override
        void mend(Connection connection) throws SQLException {
            Patch.undo(connection, "reserve");
            TestEvent.change(connection, MAKE_INDEX);
        }
    },
    /** Anybody may cancel or pay for anything. */
    OWNER("S3", false) {
        @Override
        void strike(Connection connection) throws SQLException {
            Patch.apply(connection, "cancel", " AND x.account_id = p_account", "");
            Patch.apply(connection, "start_payment", " AND x.account_id = p_account", "");
        }

        @Override
        void mend(Connection connection) throws SQLException {
            Patch.undo(connection, "cancel");
            Patch.undo(connection, "start_payment");
        }
    },
    /** A repetition is a new request. */
    IDEMPOTENCY("S8", true) {
        @Override
        void switchOff(Connection connection) throws SQLException {
            TestEvent.change(connection, "ALTER TABLE seat.idempotency DROP CONSTRAINT idempotency_pkey");
        }

        @Override
        void strike(Connection connection) throws SQLException {
            Patch.apply(connection, "reserve", "IF outcome IS NOT NULL THEN RETURN; END IF;", "");
        }

        @Override
        void mend(Connection connection) throws SQLException {
            Patch.undo(connection, "reserve");
            TestEvent.change(connection, """
                    DELETE FROM seat.idempotency a USING seat.idempotency b
                    WHERE a.account_id = b.account_id AND a.key = b.key AND a.ctid < b.ctid
                    """);
            TestEvent.change(connection, "ALTER TABLE seat.idempotency ADD PRIMARY KEY (account_id, key)");
        }
    },
    /** Requests of one person are counted side by side. */
    LIMIT_LOCK("S9", true) {
        @Override
        void strike(Connection connection) throws SQLException {
            Patch.apply(
                    connection,
                    "reserve",
                    "PERFORM pg_advisory_xact_lock(hashtextextended(p_event::text || p_account::text, 0));",
                    "");
        }

        @Override
        void mend(Connection connection) throws SQLException {
            Patch.undo(connection, "reserve");
        }
    },
    /** A batch gives seats whoever has them. */
    BATCH_LOOK("S1", true) {
        @Override
        void switchOff(Connection connection) throws SQLException {
            TestEvent.change(connection, DROP_INDEX);
        }

        @Override
        void strike(Connection connection) throws SQLException {
            Patch.apply(connection, "reserve_batch", " AND x.state = 0", "");
        }

        @Override
        void mend(Connection connection) throws SQLException {
            Patch.undo(connection, "reserve_batch");
            TestEvent.change(connection, MAKE_INDEX);
        }
    },
    /** A batch takes a repetition for a new request. */
    BATCH_ANSWERS("S8", true) {
        @Override
        void switchOff(Connection connection) throws SQLException {
            IDEMPOTENCY.switchOff(connection);
        }

        @Override
        void strike(Connection connection) throws SQLException {
            Patch.apply(
                    connection,
                    "reserve_batch",
                    "AND NOT EXISTS (SELECT 1 FROM idempotency k WHERE k.account_id = q.account AND k.key = q.key)",
                    "");
        }

        @Override
        void mend(Connection connection) throws SQLException {
            Patch.undo(connection, "reserve_batch");
            IDEMPOTENCY.mend(connection);
        }
    },
    /** Two batches count one person side by side. */
    BATCH_LOCK("S9", true) {
        @Override
        void strike(Connection connection) throws SQLException {
            Patch.apply(
                    connection,
                    "reserve_batch",
                    "pg_try_advisory_xact_lock(hashtextextended(p_event::text || q.account::text, 0))",
                    "true");
        }

        @Override
        void mend(Connection connection) throws SQLException {
            Patch.undo(connection, "reserve_batch");
        }
    },
    /** What is acknowledged is in memory only, for some seconds. */
    DURABILITY("S4", false) {
        @Override
        void strike(Connection connection) throws SQLException {
            for (String role : ROLES) {
                TestEvent.change(connection, "ALTER ROLE " + role + " SET synchronous_commit = off");
            }
            // Any commit that goes to disk takes the ones before it along.
            TestEvent.change(connection, "ALTER SYSTEM SET wal_writer_delay = '10s'");
            TestEvent.change(connection, "SELECT pg_reload_conf()");
            TestEvent.change(connection, END_SESSIONS);
        }

        @Override
        void mend(Connection connection) throws SQLException {
            for (String role : ROLES) {
                TestEvent.change(connection, "ALTER ROLE " + role + " RESET synchronous_commit");
            }
            TestEvent.change(connection, "ALTER SYSTEM RESET wal_writer_delay");
            TestEvent.change(connection, "SELECT pg_reload_conf()");
            TestEvent.change(connection, END_SESSIONS);
        }
    };

    private static final String LOOK = "IF taken IS NOT NULL THEN outcome := 'TAKEN'; RETURN; END IF;";
    private static final String DROP_INDEX = "DROP INDEX seat.reservation_seat_one_live_owner";
    private static final String MAKE_INDEX = """
            CREATE UNIQUE INDEX IF NOT EXISTS reservation_seat_one_live_owner ON seat.reservation_seat (event_id, position) WHERE live
            """;
    private static final List<String> ROLES = List.of("tiketi_auth", "tiketi_event", "tiketi_seat");
    private static final String END_SESSIONS =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'tiketi%'";

    private static final int BUYERS = 16;
    private static final int LIMIT_PER_PERSON = 3;
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(3);

    private final String rule;
    private final boolean withoutRedis;

    Sabotage(String rule, boolean withoutRedis) {
        this.rule = rule;
        this.withoutRedis = withoutRedis;
    }

    /** The rule that is broken by it. */
    String rule() {
        return rule;
    }

    /** Switches off what would hide it. */
    void switchOff(Connection connection) throws SQLException {}

    /** Takes the defence out. */
    abstract void strike(Connection connection) throws SQLException;

    /** Brings everything back that was taken out or switched off. */
    abstract void mend(Connection connection) throws SQLException;

    /** A crowd buys for so long, with or without the defence; what the checker finds. */
    SabotageResult play(Engine engine, boolean intact, long seed, Duration time) throws Exception {
        SabotageResult.Watch watch = new SabotageResult.Watch();
        Ledger ledger = new Ledger();
        TestEvent event = engine.event(this + (intact ? " intact " : " ") + seed, LIMIT_PER_PERSON);
        try (Connection connection = engine.connect()) {
            switchOff(connection);
            if (!intact) {
                strike(connection);
            }
        }
        if (withoutRedis) {
            engine.redis().cut();
        }
        try {
            try (Crowd crowd = Crowd.start(engine, event, ledger, BUYERS, seed, SHORT_PATIENCE)) {
                watch.awaitTime(time);
                if (this == DURABILITY) {
                    Fault.KILL_BACKEND.strike(engine);
                }
                crowd.finish();
            }
            engine.redis().mend();
            return intact ? watch.check(engine, event, ledger) : watch.find(rule, engine, event, ledger);
        } finally {
            engine.redis().mend();
            try (Connection connection = engine.connect()) {
                if (!intact) {
                    SabotageResult.retire(connection, event);
                }
                mend(connection);
            }
        }
    }
}
