package gg.tiketi.event.catalog;

import gg.tiketi.event.catalog.EventDetail.TierOffer;
import gg.tiketi.event.platform.EventId;
import gg.tiketi.event.platform.LocalText;
import gg.tiketi.event.venue.Venue;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads events as buyers see them, from the view that derives status and counts at the moment of reading. */
@ApplicationScoped
class EventListingRepository {

    // The longest word alone can use the trigram index; the others filter what it found. Page and total come from one
    // snapshot, and the left join keeps the total when the page is empty.
    private static final String SEARCH = """
            WITH matching AS MATERIALIZED (
                SELECT * FROM event_listing
                WHERE search_text LIKE $1
                  AND search_text LIKE ALL ($2::text[])
                  AND (cardinality($3::text[]) = 0 OR status = ANY ($3))
                  AND (cardinality($4::text[]) = 0 OR category = ANY ($4))
                  AND ($5::timestamptz IS NULL OR starts_at >= $5)
                  AND ($6::timestamptz IS NULL OR starts_at < $6)),
            page AS (
                SELECT matching.*, row_number() OVER (ORDER BY
                    CASE WHEN $7 = 'current' THEN status IN ('ended', 'cancelled') END,
                    CASE $7 WHEN 'saleOpensAt' THEN sale_opens_at WHEN 'startsAt' THEN starts_at
                            WHEN 'current' THEN starts_at END,
                    CASE $7 WHEN '-startsAt' THEN starts_at WHEN '-saleOpensAt' THEN sale_opens_at END DESC,
                    CASE WHEN $7 = 'title' THEN title_ko END,
                    CASE WHEN $7 = '-title' THEN title_ko END DESC,
                    id) AS position
                FROM matching)
            SELECT counted.matches, page.*
            FROM (SELECT count(*) AS matches FROM matching) counted
            LEFT JOIN page ON page.position > $9 AND page.position <= $9 + $8
            ORDER BY page.position
            """;

    private static final String FIND = """
            SELECT e.*, date_trunc('second', now()) AS server_time, w.*, t.*
            FROM event_listing e
            CROSS JOIN LATERAL (
                SELECT array_agg(name_ko ORDER BY position) AS window_names_ko,
                       array_agg(name_en ORDER BY position) AS window_names_en,
                       array_agg(opens_at ORDER BY position) AS window_opens,
                       array_agg(closes_at ORDER BY position) AS window_closes
                FROM sale_window WHERE event_id = e.id) w
            CROSS JOIN LATERAL (
                SELECT array_agg(t.name ORDER BY t.position) AS tier_names,
                       array_agg(t.price ORDER BY t.position) AS tier_prices,
                       array_agg(coalesce(s.available, c.capacity)::bigint ORDER BY t.position) AS tier_remaining,
                       array_agg(coalesce(s.total, c.capacity)::bigint ORDER BY t.position) AS tier_totals
                FROM price_tier t
                JOIN plan_tier c ON c.plan_id = e.plan_id AND c.plan_version = e.plan_version AND c.name = t.name
                LEFT JOIN stock_tier s ON s.event_id = e.id AND s.name = t.name
                WHERE t.event_id = e.id) t
            WHERE e.id = $1
            """;

    private final Pool pool;

    EventListingRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<EventPage> search(EventQuery query) {
        List<String> patterns = query.words().patterns();
        Tuple values = Tuple.tuple(Arrays.asList(
                patterns.getFirst(),
                patterns.toArray(String[]::new),
                query.statuses().toArray(String[]::new),
                query.categories().toArray(String[]::new),
                utc(query.from()),
                utc(query.to()),
                query.sort(),
                (long) query.size(),
                query.offset()));
        return pool.preparedQuery(SEARCH).execute(values).map(rows -> page(rows, query));
    }

    Uni<Optional<EventDetail>> find(EventId id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id.value()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(detail(rows.iterator().next())));
    }

    private static EventPage page(RowSet<Row> rows, EventQuery query) {
        List<EventItem> items = StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.getUUID("id") != null)
                .map(EventListingRepository::item)
                .toList();
        return new EventPage(
                items, query.page(), query.size(), rows.iterator().next().getLong("matches"));
    }

    private static EventItem item(Row row) {
        return new EventItem(
                row.getUUID("id"),
                text(row, "title"),
                text(row, "artist"),
                Category.valueOf(row.getString("category").toUpperCase(Locale.ROOT)),
                EventStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                new Venue(row.getUUID("venue_id"), text(row, "venue"), text(row, "city")),
                instant(row, "starts_at"),
                instant(row, "ends_at"),
                instant(row, "sale_opens_at"),
                instant(row, "sale_closes_at"),
                row.getLong("price_from"),
                row.getLong("price_to"),
                row.getLong("remaining"),
                row.getLong("total"),
                row.getString("poster_url"));
    }

    private static EventDetail detail(Row row) {
        return new EventDetail(
                item(row),
                text(row, "description"),
                row.getInteger("age_limit"),
                row.getInteger("running_minutes"),
                SaleWindowColumns.read(row),
                row.getBoolean("sale_stopped"),
                tiers(row),
                row.getInteger("max_seats_per_person"),
                row.getUUID("plan_id"),
                row.getInteger("plan_version"),
                instant(row, "server_time"));
    }

    private static List<TierOffer> tiers(Row row) {
        String[] names = row.getArrayOfStrings("tier_names");
        Long[] prices = row.getArrayOfLongs("tier_prices");
        Long[] remaining = row.getArrayOfLongs("tier_remaining");
        Long[] totals = row.getArrayOfLongs("tier_totals");
        return IntStream.range(0, names.length)
                .mapToObj(i -> new TierOffer(names[i], prices[i], remaining[i], totals[i]))
                .toList();
    }

    private static LocalText text(Row row, String column) {
        return new LocalText(row.getString(column + "_ko"), row.getString(column + "_en"));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
