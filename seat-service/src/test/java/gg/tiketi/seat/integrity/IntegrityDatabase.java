package gg.tiketi.seat.integrity;

import gg.tiketi.deploy.local.Checkout;
import gg.tiketi.deploy.local.Database;
import gg.tiketi.deploy.local.Ports;
import gg.tiketi.deploy.local.PostgresServer;
import gg.tiketi.deploy.local.Secrets;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;

/**
 * A PostgreSQL with the service's own schema and nobody who tidies up, filled by the service's own functions: one event
 * with reservations in every state, all as it should be.
 */
final class IntegrityDatabase implements AutoCloseable {

    private static final String EVERYTHING = """
            TRUNCATE seating_plan, event, price_tier, sale_window, seat, reservation, reservation_seat, timeline, payment,
                     idempotency, seat_outbox, simulated_provider, waiting_entry, waitlist_line CASCADE;
            CREATE UNIQUE INDEX IF NOT EXISTS reservation_seat_one_live_owner ON reservation_seat (event_id, position)
                WHERE live;
            CREATE UNIQUE INDEX IF NOT EXISTS waiting_entry_one_place ON waiting_entry (event_id, account_id)
                WHERE state IN ('LOBBY', 'WAITING', 'ADMITTED');
            CREATE UNIQUE INDEX IF NOT EXISTS waitlist_entry_one_live ON waitlist_entry (account_id, event_id, price_tier)
                WHERE state IN ('WAITING', 'OFFERED');
            CREATE UNIQUE INDEX IF NOT EXISTS waiting_entry_rank ON waiting_entry (event_id, rank);

            INSERT INTO seating_plan VALUES (gen_random_uuid(), 1,
                '{"sections": [{"name": "A", "priceTier": "R", "rows": [
                     {"row": "1", "seats": [{}, {}, {}, {}, {}, {}]}, {"row": "2", "seats": [{}, {}, {}, {}, {}, {}]}]},
                   {"name": "F", "priceTier": "R", "rows": [], "standing": {"capacity": 3}}]}');
            INSERT INTO event (id, change_number, state, sale_stopped, title_ko, title_en, venue_ko, venue_en, starts_at,
                               ends_at, max_seats_per_person, plan_id, plan_version)
            SELECT gen_random_uuid(), 1, 'PUBLISHED', false, 'x', 'x', 'x', 'x', now() + interval '9 days',
                   now() + interval '10 days', 4, plan_id, 1 FROM seating_plan;
            INSERT INTO price_tier SELECT id, 'R', 50 FROM event;
            INSERT INTO sale_window SELECT id, now() - interval '1 day', now() + interval '1 day' FROM event;
            INSERT INTO seat (event_id, position, label, section, price_tier)
            SELECT id, n, 'A-' || n, CASE WHEN n < 12 THEN 'A' ELSE 'F' END, 'R' FROM event, generate_series(0, 14) n;

            SELECT book('PENDING', 0), book('PAYING', 2), book('CONFIRMED', 4), book('EXPIRED', 6),
                   book('REFUND_DUE', 8), book('REFUNDED', 10);

            -- Three wait, for two seats side by side, for three, and for two. A seat comes back and is kept for them; two
            -- others are offered to the first.
            SELECT block_seats(id, gen_random_uuid(), '{8}', '{}') FROM event;
            SELECT waitlist_join(e.id, 'R', gen_random_uuid(), w.size, w.adjacent, 20, 100)
            FROM event e, (VALUES (1, 2, true), (2, 3, false), (3, 2, true)) w (n, size, adjacent) ORDER BY w.n;
            SELECT block_seats(id, gen_random_uuid(), '{}', '{8}') FROM event;
            SELECT waitlist_offer(id, 'R', 1, 1, '{6, 7}', gen_random_uuid(), 'OFFERED', 100,
                                  '{"seats": [{"price": 50}, {"price": 50}]}', 'offer', 600000, 20000) FROM event;

            -- The two who hold seats are admitted first, then one of four from the line.
            SELECT waiting_room_set(id, 'FORCED', 10, 60, 3, 600000, NULL, NULL, false, 'NONE', 'NONE', 'x') FROM event;
            SELECT waiting_room_tick(id) FROM event;
            SELECT waiting_room_join(e.id, a.ids, a.hashes, a.hashes, 60000) FROM event e, (
                SELECT array_agg(gen_random_uuid()) AS ids, array_agg(sha256(n::text::bytea)) AS hashes
                FROM generate_series(1, 4) n) a;
            UPDATE waiting_room SET ticked_at = ticked_at - interval '1 second';
            SELECT waiting_room_tick(id) FROM event;
            """;

    /** Two neighbouring seats for somebody, up to some state, by the functions that the service calls. */
    private static final String BOOK = """
            CREATE OR REPLACE FUNCTION book(p_state text, p_from int) RETURNS void LANGUAGE plpgsql AS $$
            DECLARE
                v_id      uuid := gen_random_uuid();
                v_account uuid := gen_random_uuid();
                v_payment uuid := gen_random_uuid();
                v_outcome text;
            BEGIN
                SELECT outcome INTO v_outcome FROM event e, reserve(
                    e.id, e.change_number, v_account, v_id, p_state, ARRAY[p_from, p_from + 1], 0, 100,
                    '{"seats": [{"price": 60}, {"price": 40}]}', 'owner', 300000, 20000, 'reserve', 'x');
                ASSERT v_outcome = 'PLACED', v_outcome;
                IF p_state = 'EXPIRED' THEN
                    UPDATE reservation SET created_at = created_at - interval '1 hour',
                           expires_at = expires_at - interval '1 hour', free_at = free_at - interval '1 hour'
                    WHERE id = v_id;
                    ASSERT expire(v_id);
                ELSIF p_state <> 'PENDING' THEN
                    SELECT outcome INTO v_outcome FROM start_payment(v_id, v_account, v_payment, 'card', 'pay', 'x');
                    ASSERT v_outcome = 'STARTED', v_outcome;
                    IF p_state <> 'PAYING' THEN
                        INSERT INTO simulated_provider VALUES (v_payment, 100, 'CAPTURED', now());
                        PERFORM settle_payment(v_payment, true, 'reference');
                    END IF;
                    IF p_state IN ('REFUND_DUE', 'REFUNDED') THEN
                        PERFORM cancel(v_id, v_account, 'cancel', 'x');
                    END IF;
                    IF p_state = 'REFUNDED' THEN
                        UPDATE simulated_provider SET status = 'REFUNDED' WHERE payment_id = v_payment;
                        UPDATE payment SET status = 'REFUNDED' WHERE id = v_payment;
                    END IF;
                END IF;
            END $$
            """;

    private final Path folder;
    private final PostgresServer server;
    private final String password = Secrets.create();
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    IntegrityDatabase() throws IOException, SQLException {
        folder = Files.createTempDirectory("tiketi-integrity-");
        server = PostgresServer.start(
                new PostgresServer.Options(
                        Checkout.cache(), folder.resolve("postgres"), Ports.free(), Secrets.create(), false),
                line -> {});
        Database.prepare(server, Map.of("seat", password));
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + Database.NAME;
        Flyway.configure()
                .dataSource(url, Database.role("seat"), password)
                .defaultSchema("seat")
                .load()
                .migrate();
        run(BOOK);
        PgConnectOptions options = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(server.port())
                .setDatabase(Database.NAME)
                .setUser(Database.role("seat"))
                .setPassword(password);
        pool = Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(3))
                .connectingTo(options)
                .using(vertx.getDelegate())
                .build());
    }

    Pool pool() {
        return pool;
    }

    /** Forgets what was done before and books everything anew. */
    void restore() throws SQLException {
        run(EVERYTHING);
    }

    void run(String statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    Connection connect() throws SQLException {
        return server.connect(Database.role("seat"), password, Database.NAME);
    }

    @Override
    public void close() throws IOException {
        pool.close().await().atMost(Duration.ofSeconds(60));
        vertx.close().await().atMost(Duration.ofSeconds(60));
        server.close();
        PostgresServer.deleteData(folder.resolve("postgres"));
        Files.delete(folder);
    }
}
