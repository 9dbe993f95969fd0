package gg.tiketi.event.sale;

import gg.tiketi.event.sale.StockReports.StockReport;
import gg.tiketi.event.sale.StockReports.TierStock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The last known stock in PostgreSQL. */
@ApplicationScoped
public class StockRepository {

    // One statement for the whole batch. The head row's lock and condition let only the newest position through, in the
    // order of event ids, so that parallel batches never wait for each other in a circle. Reports about events that are
    // not (yet) here are dropped: the next one brings the same numbers again.
    private static final String KEEP_NEWEST = """
            WITH report AS (
                SELECT DISTINCT ON (event_id) event_id, epoch, version, tiers
                FROM jsonb_to_recordset($1) AS item (event_id uuid, epoch bigint, version bigint, tiers jsonb)
                ORDER BY event_id, epoch DESC, version DESC),
            newer AS (
                INSERT INTO stock (event_id, epoch, version)
                SELECT report.event_id, report.epoch, report.version
                FROM report
                JOIN event ON event.id = report.event_id
                ORDER BY report.event_id
                ON CONFLICT (event_id) DO UPDATE
                SET epoch = excluded.epoch, version = excluded.version, reported_at = now()
                WHERE (excluded.epoch, excluded.version) > (stock.epoch, stock.version)
                RETURNING event_id)
            INSERT INTO stock_tier (event_id, name, available, total)
            SELECT newer.event_id, tier.name, tier.available, tier.total
            FROM newer
            JOIN report USING (event_id)
            CROSS JOIN LATERAL jsonb_to_recordset(report.tiers) AS tier (name text, available int, total int)
            ON CONFLICT (event_id, name) DO UPDATE SET available = excluded.available, total = excluded.total
            """;

    private final Pool pool;

    StockRepository(Pool pool) {
        this.pool = pool;
    }

    /** Keeps each report that is newer than what is known about its event. */
    Uni<Void> keepNewest(List<StockReport> reports) {
        JsonArray items =
                new JsonArray(reports.stream().map(StockRepository::json).toList());
        return pool.preparedQuery(KEEP_NEWEST).execute(Tuple.of(items)).replaceWithVoid();
    }

    private static JsonObject json(StockReport report) {
        return new JsonObject()
                .put("event_id", report.eventId().toString())
                .put("epoch", report.asOf().epoch())
                .put("version", report.asOf().version())
                .put(
                        "tiers",
                        new JsonArray(report.tiers().stream()
                                .map(StockRepository::json)
                                .toList()));
    }

    private static JsonObject json(TierStock tier) {
        return new JsonObject()
                .put("name", tier.name())
                .put("available", tier.available())
                .put("total", tier.total());
    }
}
