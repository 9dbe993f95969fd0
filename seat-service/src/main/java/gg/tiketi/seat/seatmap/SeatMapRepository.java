package gg.tiketi.seat.seatmap;

import gg.tiketi.seat.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Events, plans and seats in PostgreSQL, and the place up to which the change feed was taken. */
@ApplicationScoped
public class SeatMapRepository {

    private static final String SELECT_EVENT = """
            SELECT e.*,
                   (SELECT jsonb_object_agg(t.name, t.price) FROM price_tier t WHERE t.event_id = e.id) AS prices,
                   (SELECT coalesce(jsonb_agg(jsonb_build_array(iso(w.opens_at), iso(w.closes_at)) ORDER BY w.opens_at),
                                    '[]')
                    FROM sale_window w WHERE w.event_id = e.id) AS windows
            FROM event e WHERE e.id = $1
            """;

    private static final String SELECT_PLAN =
            "SELECT document FROM seating_plan WHERE plan_id = $1 AND plan_version = $2";

    private static final String SELECT_CURSOR = "SELECT incarnation, number FROM feed_cursor";

    /** Nothing is updated when another node moved the cursor first; then the whole change is rolled back. */
    private static final String MOVE_CURSOR = """
            INSERT INTO feed_cursor AS c (incarnation, number) VALUES ($1, $2)
            ON CONFLICT (only_row) DO UPDATE SET incarnation = $1, number = $2
            WHERE (c.incarnation, c.number) = ($3, $4)
            """;

    private static final String INSERT_PLAN =
            "INSERT INTO seating_plan (plan_id, plan_version, document) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    /** A seating plan never changes under an event that has seats. */
    private static final String UPSERT_EVENT = """
            INSERT INTO event AS e (id, change_number, state, sale_stopped, title_ko, title_en, venue_ko, venue_en,
                                    starts_at, ends_at, max_seats_per_person, plan_id, plan_version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            ON CONFLICT (id) DO UPDATE
            SET change_number = $2, state = $3, sale_stopped = $4, title_ko = $5, title_en = $6, venue_ko = $7,
                venue_en = $8, starts_at = $9, ends_at = $10, max_seats_per_person = $11
            RETURNING (xmax = 0) AS created
            """;

    private static final String DELETE_WINDOWS = "DELETE FROM sale_window WHERE event_id = $1";

    private static final String INSERT_WINDOWS = """
            INSERT INTO sale_window (event_id, opens_at, closes_at)
            SELECT $1, * FROM unnest($2::timestamptz[], $3::timestamptz[])
            """;

    private static final String UPSERT_TIERS = """
            INSERT INTO price_tier (event_id, name, price) SELECT $1, * FROM unnest($2::text[], $3::int[])
            ON CONFLICT (event_id, name) DO UPDATE SET price = excluded.price
            """;

    private static final String INSERT_SEATS = """
            INSERT INTO seat (event_id, position, label, section, price_tier)
            SELECT $1, s.ordinality - 1, s.label, s.section, s.tier
            FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS s (label, section, tier, ordinality)
            """;

    private static final String SELECT_TAKEN = """
            SELECT s.position, s.state, s.revision, s.free_at, coalesce(r.owner, '') AS owner
            FROM seat s LEFT JOIN reservation r ON r.id = s.reservation_id
            WHERE s.event_id = $1 AND s.revision > 0
            """;

    private final Pool pool;

    SeatMapRepository(Pool pool) {
        this.pool = pool;
    }

    /** The rules of one event, without the plan's layout. */
    Uni<Optional<EventRow>> event(EventId id) {
        return pool.preparedQuery(SELECT_EVENT)
                .execute(Tuple.of(id.value()))
                .map(rows -> Rows.first(rows, SeatMapRepository::toEvent));
    }

    /** A plan's document, once some event uses it. */
    Uni<Optional<String>> plan(UUID planId, int planVersion) {
        return pool.preparedQuery(SELECT_PLAN)
                .execute(Tuple.of(planId, planVersion))
                .map(rows -> Rows.first(rows, row -> row.getString("document")));
    }

    /** Up to where the feed was taken; empty before the first change. */
    Uni<Optional<FeedCursor>> cursor() {
        return pool.preparedQuery(SELECT_CURSOR)
                .execute()
                .map(rows ->
                        Rows.first(rows, row -> new FeedCursor(row.getUUID("incarnation"), row.getLong("number"))));
    }

    /** Takes one change and moves the cursor, both or neither; false when another node was faster. */
    Uni<Boolean> take(
            Optional<FeedCursor> from, FeedCursor to, EventChange change, String planDocument, SeatLayout layout) {
        return pool.withTransaction(connection -> move(connection, from, to)
                .chain(moved -> moved
                        ? save(connection, change, planDocument, layout).replaceWith(true)
                        : Uni.createFrom().item(false)));
    }

    private Uni<Boolean> move(SqlConnection connection, Optional<FeedCursor> from, FeedCursor to) {
        Tuple values = Tuple.of(
                to.incarnation(),
                to.number(),
                from.map(FeedCursor::incarnation).orElse(to.incarnation()),
                from.map(FeedCursor::number).orElse(-1L));
        return connection.preparedQuery(MOVE_CURSOR).execute(values).map(result -> result.rowCount() == 1);
    }

    private Uni<Void> save(SqlConnection connection, EventChange change, String planDocument, SeatLayout layout) {
        EventChange.Event event = change.event();
        return connection
                .preparedQuery(INSERT_PLAN)
                .execute(Tuple.of(event.planId(), event.planVersion(), planDocument))
                .chain(() -> connection.preparedQuery(UPSERT_EVENT).execute(eventTuple(change)))
                .chain(rows -> rows.iterator().next().getBoolean("created")
                        ? insertSeats(connection, event.id(), layout)
                        : Uni.createFrom().voidItem())
                .chain(() -> saveSaleRules(connection, event));
    }

    private static Tuple eventTuple(EventChange change) {
        EventChange.Event event = change.event();
        return Tuple.tuple()
                .addUUID(event.id())
                .addLong(change.number())
                .addString(event.state())
                .addBoolean(event.saleStopped())
                .addString(event.titleKo())
                .addString(event.titleEn())
                .addString(event.venueKo())
                .addString(event.venueEn())
                .addOffsetDateTime(Rows.parameter(event.startsAt()))
                .addOffsetDateTime(Rows.parameter(event.endsAt()))
                .addInteger(event.maxSeatsPerPerson())
                .addUUID(event.planId())
                .addInteger(event.planVersion());
    }

    private static Uni<Void> insertSeats(SqlConnection connection, UUID eventId, SeatLayout layout) {
        String[] labels = new String[layout.size()];
        String[] sections = new String[layout.size()];
        String[] tiers = new String[layout.size()];
        for (int position = 0; position < layout.size(); position++) {
            SeatLayout.Place place = layout.place(position);
            labels[position] = place.label();
            sections[position] = place.section();
            tiers[position] = place.priceTier();
        }
        return connection
                .preparedQuery(INSERT_SEATS)
                .execute(Tuple.of(eventId, labels, sections, tiers))
                .replaceWithVoid();
    }

    private static Uni<Void> saveSaleRules(SqlConnection connection, EventChange.Event event) {
        Object[] opens = event.saleWindows().stream()
                .map(window -> Rows.parameter(window.opensAt()))
                .toArray(java.time.OffsetDateTime[]::new);
        Object[] closes = event.saleWindows().stream()
                .map(window -> Rows.parameter(window.closesAt()))
                .toArray(java.time.OffsetDateTime[]::new);
        String[] tiers =
                event.priceTiers().stream().map(EventChange.PriceTier::name).toArray(String[]::new);
        Integer[] prices =
                event.priceTiers().stream().map(EventChange.PriceTier::price).toArray(Integer[]::new);
        return connection
                .preparedQuery(DELETE_WINDOWS)
                .execute(Tuple.of(event.id()))
                .chain(() -> connection.preparedQuery(INSERT_WINDOWS).execute(Tuple.of(event.id(), opens, closes)))
                .chain(() -> connection.preparedQuery(UPSERT_TIERS).execute(Tuple.of(event.id(), tiers, prices)))
                .replaceWithVoid();
    }

    /** Every seat that was ever touched, as it is now. */
    public Uni<List<StoredSeat>> touchedSeats(EventId id) {
        return pool.preparedQuery(SELECT_TAKEN)
                .execute(Tuple.of(id.value()))
                .map(rows -> Rows.list(rows, SeatMapRepository::toSeat));
    }

    private static StoredSeat toSeat(Row row) {
        Instant freeAt = row.getOffsetDateTime("free_at") == null ? null : Rows.instant(row, "free_at");
        return new StoredSeat(
                row.getInteger("position"),
                SeatState.ofCode(row.getInteger("state")),
                row.getString("owner"),
                Optional.ofNullable(freeAt),
                row.getLong("revision"));
    }

    private static EventRow toEvent(Row row) {
        Map<String, Integer> prices = new HashMap<>();
        JsonObject priceObject = (JsonObject) row.getValue("prices");
        priceObject.forEach(entry -> prices.put(entry.getKey(), ((Number) entry.getValue()).intValue()));
        List<SaleWindow> windows = ((JsonArray) row.getValue("windows"))
                .stream()
                        .map(JsonArray.class::cast)
                        .map(window ->
                                new SaleWindow(Instant.parse(window.getString(0)), Instant.parse(window.getString(1))))
                        .toList();
        return new EventRow(
                new EventId(row.getUUID("id")),
                row.getLong("change_number"),
                "CANCELLED".equals(row.getString("state")),
                row.getBoolean("sale_stopped"),
                new LocalizedText(row.getString("title_ko"), row.getString("title_en")),
                new LocalizedText(row.getString("venue_ko"), row.getString("venue_en")),
                Rows.instant(row, "starts_at"),
                row.getInteger("max_seats_per_person"),
                row.getUUID("plan_id"),
                row.getInteger("plan_version"),
                windows,
                Map.copyOf(prices),
                row.getInteger("admission_generation") != null);
    }

    /** Up to where the feed was taken. */
    record FeedCursor(UUID incarnation, long number) {}

    /** An event's row with its sale rules. */
    record EventRow(
            EventId id,
            long changeNumber,
            boolean cancelled,
            boolean saleStopped,
            LocalizedText title,
            LocalizedText venue,
            Instant startsAt,
            int maxSeatsPerPerson,
            UUID planId,
            int planVersion,
            List<SaleWindow> saleWindows,
            Map<String, Integer> priceByTier,
            boolean needsAdmission) {

        SellableEvent with(SeatLayout layout) {
            return new SellableEvent(
                    id,
                    changeNumber,
                    cancelled,
                    saleStopped,
                    title,
                    venue,
                    startsAt,
                    maxSeatsPerPerson,
                    planId,
                    planVersion,
                    saleWindows,
                    priceByTier,
                    needsAdmission,
                    layout);
        }
    }
}
