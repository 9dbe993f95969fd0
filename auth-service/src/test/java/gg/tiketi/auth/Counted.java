package gg.tiketi.auth;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/** Rows that a test counts in the service's own database. */
public final class Counted {

    private Counted() {}

    /** What {@code SELECT count(*) …} with one parameter finds. */
    public static long by(Pool pool, String sql, String parameter) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(parameter))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
