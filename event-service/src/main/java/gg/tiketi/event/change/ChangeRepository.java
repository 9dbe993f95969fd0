package gg.tiketi.event.change;

import gg.tiketi.event.change.ChangePage.Change;
import gg.tiketi.event.platform.EventId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/** The change feed in PostgreSQL. Numbers are drawn under a lock kept until commit, so they appear in order. */
@ApplicationScoped
public class ChangeRepository {

    private static final String RECORD_CHANGE = "SELECT record_change($1) AS number";

    // One statement, one snapshot: "last" and the changes belong together. The left join keeps a row without changes.
    private static final String FIND_AFTER = """
            SELECT feed.incarnation,
                   (SELECT coalesce(max(number), 0) FROM change) AS last,
                   page.number, page.event::text AS event
            FROM change_feed feed
            LEFT JOIN (SELECT number, event FROM change WHERE number > $1 ORDER BY number LIMIT $2) page ON true
            ORDER BY page.number
            """;

    private final Pool pool;

    ChangeRepository(Pool pool) {
        this.pool = pool;
    }

    /** Writes the event as it now is into the feed; the last act of the transaction that changed it. */
    public Uni<Long> record(SqlConnection transaction, EventId eventId) {
        return transaction
                .preparedQuery(RECORD_CHANGE)
                .execute(Tuple.of(eventId.value()))
                .map(rows -> rows.iterator().next().getLong("number"));
    }

    Uni<ChangePage> findAfter(long after, int limit) {
        return pool.preparedQuery(FIND_AFTER).execute(Tuple.of(after, limit)).map(ChangeRepository::page);
    }

    private static ChangePage page(RowSet<Row> rows) {
        Row first = rows.iterator().next();
        List<Change> changes = StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.getLong("number") != null)
                .map(row -> new Change(row.getLong("number"), row.getString("event")))
                .toList();
        return new ChangePage(first.getUUID("incarnation"), first.getLong("last"), changes);
    }
}
