package gg.tiketi.seat.integrity;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the queries of the invariants, by one node at a time and within bounds. */
@ApplicationScoped
class IntegrityRepository {

    /**
     * The pair is the lock of this act alone; locks by pairs and those by one big number never meet. It lasts as long as
     * the transaction, so a node that dies gives it back.
     */
    private static final String ALONE = """
            SELECT set_config('transaction_read_only', 'on', true), set_config('statement_timeout', $1, true),
                   set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true),
                   pg_try_advisory_xact_lock(7, 1) AS alone
            """;

    /** Around each invariant's query; a check that fails must not end the transaction of the others. */
    private static final String COUNT = """
            SELECT count(*) AS violations, coalesce(jsonb_agg(to_jsonb(v) - 'rank') FILTER (WHERE v.rank <= $2), '[]') AS sample
            FROM (SELECT row_number() OVER () AS rank, found.* FROM (SELECT * FROM (
            %s) every_one LIMIT $1) found) v
            """;

    private final Pool pool;
    private final IntegrityConfig config;
    private final Clock clock = Clock.systemUTC();

    IntegrityRepository(Pool pool, IntegrityConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /**
     * Checks all, one after the other; empty when another node is at it. The transaction is begun and ended by hand: the
     * client's own would be over with the first check that fails, whatever the savepoint.
     */
    Uni<Optional<List<Finding>>> check(List<Invariant> invariants) {
        return pool.withConnection(connection -> connection
                .query("BEGIN")
                .execute()
                .chain(() -> checkAlone(connection, invariants))
                .eventually(() -> connection.query("ROLLBACK").execute()));
    }

    private Uni<Optional<List<Finding>>> checkAlone(SqlConnection connection, List<Invariant> invariants) {
        return connection
                .preparedQuery(ALONE)
                .execute(Tuple.of(Long.toString(config.checkTimeout().toMillis())))
                .chain(rows -> rows.iterator().next().getBoolean("alone")
                        ? each(connection, invariants).map(Optional::of)
                        : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<List<Finding>> each(SqlConnection connection, List<Invariant> invariants) {
        return Multi.createFrom()
                .iterable(invariants)
                .onItem()
                .transformToUniAndConcatenate(invariant ->
                        connection.query("SAVEPOINT one_check").execute().chain(() -> one(connection, invariant)))
                .collect()
                .asList();
    }

    private Uni<Finding> one(SqlConnection connection, Invariant invariant) {
        Instant begun = clock.instant();
        return connection
                .preparedQuery(COUNT.formatted(invariant.violations()))
                .execute(Tuple.of(config.maxCounted(), config.maxShown()))
                .map(rows -> toFinding(invariant, begun, rows.iterator().next()))
                .onFailure(PgException.class)
                .recoverWithUni(failure -> connection
                        .query("ROLLBACK TO SAVEPOINT one_check")
                        .execute()
                        .map(back -> new Finding.Failed(
                                invariant, begun, since(begun), String.valueOf(failure.getMessage()))));
    }

    private Finding toFinding(Invariant invariant, Instant begun, Row row) {
        JsonArray sample = (JsonArray) row.getValue("sample");
        List<Map<String, Object>> rows = sample.stream()
                .map(JsonObject.class::cast)
                .map(JsonObject::getMap)
                .toList();
        return new Finding.Checked(invariant, begun, since(begun), row.getLong("violations"), rows);
    }

    private Duration since(Instant begun) {
        return Duration.between(begun, clock.instant());
    }
}
