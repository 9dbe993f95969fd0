package gg.tiketi.event.catalog;

import gg.tiketi.event.change.ChangeRepository;
import gg.tiketi.event.platform.EventId;
import gg.tiketi.event.sale.PriceTier;
import gg.tiketi.event.sale.SaleWindow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Writes events. Every write and its change in the feed are one transaction, so no reader can miss one. */
@ApplicationScoped
public class EventRepository {

    // One statement; no rows mean that the event was there before.
    private static final String INSERT_EVENT = """
            WITH published AS (
                INSERT INTO event (id, title_ko, title_en, artist_ko, artist_en, description_ko, description_en,
                    category, plan_id, plan_version, starts_at, ends_at, age_limit, running_minutes,
                    max_seats_per_person)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                ON CONFLICT (id) DO NOTHING
                RETURNING id),
            priced AS (
                INSERT INTO price_tier (event_id, position, name, price)
                SELECT published.id, tier.position, tier.name, tier.price
                FROM published, unnest($16::text[], $17::bigint[]) WITH ORDINALITY AS tier (name, price, position))
            SELECT id FROM published
            """;

    private static final String INSERT_WINDOWS = """
            INSERT INTO sale_window (event_id, position, name_ko, name_en, opens_at, closes_at)
            SELECT $1, position, name_ko, name_en, opens_at, closes_at
            FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
                WITH ORDINALITY AS sale (name_ko, name_en, opens_at, closes_at, position)
            """;

    private static final String REFRESH_SEARCH_TEXT = "SELECT refresh_search_text($1)";

    private static final String DELETE_WINDOWS = "DELETE FROM sale_window WHERE event_id = $1";

    private static final String UPDATE_TIMES = "UPDATE event SET starts_at = $2, ends_at = $3 WHERE id = $1";

    private static final String UPDATE_STATE = "UPDATE event SET state = $2, sale_stopped = $3 WHERE id = $1";

    // Locked, so that two changes of one event follow each other; the feed's lock comes after this one, always.
    private static final String LOCK_EVENT = "SELECT state, sale_stopped FROM event WHERE id = $1 FOR UPDATE";

    private static final String FIND_SCHEDULES = """
            SELECT e.id, e.starts_at, e.ends_at,
                   array_agg(w.name_ko ORDER BY w.position) AS window_names_ko,
                   array_agg(w.name_en ORDER BY w.position) AS window_names_en,
                   array_agg(w.opens_at ORDER BY w.position) AS window_opens,
                   array_agg(w.closes_at ORDER BY w.position) AS window_closes
            FROM event e
            JOIN sale_window w ON w.event_id = e.id
            WHERE e.id = ANY ($1)
            GROUP BY e.id
            """;

    private final Pool pool;
    private final ChangeRepository changes;

    EventRepository(Pool pool, ChangeRepository changes) {
        this.pool = pool;
        this.changes = changes;
    }

    /** What may change about a public event, besides its times. */
    record Standing(boolean cancelled, boolean saleStopped) {}

    /** Keeps the event and its change; empty when an event with this id was there before. */
    Uni<Optional<Long>> insert(EventDraft draft) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(INSERT_EVENT)
                .execute(values(draft))
                .flatMap(inserted -> inserted.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : complete(transaction, draft).map(Optional::of)));
    }

    /** Gives a public event other times; empty when it is unknown. */
    Uni<Optional<Long>> reschedule(EventId id, EventSchedule schedule) {
        Tuple times = Tuple.of(id.value(), utc(schedule.startsAt()), utc(schedule.endsAt()));
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(UPDATE_TIMES)
                .execute(times)
                .flatMap(updated -> updated.rowCount() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : replaceWindows(transaction, id, schedule).map(Optional::of)));
    }

    /** Applies the rule to the event as it is, under its lock, and keeps what the rule decided. */
    Uni<EventChangeOutcome> change(EventId id, UnaryOperator<Standing> rule) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(LOCK_EVENT)
                .execute(Tuple.of(id.value()))
                .flatMap(rows -> rows.size() == 0
                        ? Uni.createFrom().item(new EventChangeOutcome.Unknown())
                        : apply(transaction, id, standing(rows.iterator().next()), rule)));
    }

    /** The times of those events that exist. */
    public Uni<Map<EventId, EventSchedule>> findSchedules(List<EventId> ids) {
        UUID[] wanted = ids.stream().map(EventId::value).toArray(UUID[]::new);
        return pool.preparedQuery(FIND_SCHEDULES).execute(Tuple.of(wanted)).map(rows -> {
            Map<EventId, EventSchedule> found = new HashMap<>();
            rows.forEach(row -> found.put(new EventId(row.getUUID("id")), schedule(row)));
            return found;
        });
    }

    private Uni<Long> complete(SqlConnection transaction, EventDraft draft) {
        return insertWindows(transaction, draft.id(), draft.schedule())
                .flatMap(done -> transaction
                        .preparedQuery(REFRESH_SEARCH_TEXT)
                        .execute(Tuple.of(draft.id().value())))
                .flatMap(done -> changes.record(transaction, draft.id()));
    }

    private Uni<Long> replaceWindows(SqlConnection transaction, EventId id, EventSchedule schedule) {
        return transaction
                .preparedQuery(DELETE_WINDOWS)
                .execute(Tuple.of(id.value()))
                .flatMap(done -> insertWindows(transaction, id, schedule))
                .flatMap(done -> changes.record(transaction, id));
    }

    private Uni<EventChangeOutcome> apply(
            SqlConnection transaction, EventId id, Standing before, UnaryOperator<Standing> rule) {
        Standing after = rule.apply(before);
        if (after.equals(before)) {
            return Uni.createFrom().item(new EventChangeOutcome.Unchanged());
        }
        if (before.cancelled()) {
            return Uni.createFrom().item(new EventChangeOutcome.Cancelled());
        }
        return transaction
                .preparedQuery(UPDATE_STATE)
                .execute(Tuple.of(id.value(), after.cancelled() ? "CANCELLED" : "PUBLISHED", after.saleStopped()))
                .flatMap(done -> changes.record(transaction, id))
                .map(EventChangeOutcome.Changed::new);
    }

    private static Uni<Void> insertWindows(SqlConnection transaction, EventId id, EventSchedule schedule) {
        Stream.Builder<Object> values = Stream.builder();
        values.add(id.value())
                .add(texts(schedule, window -> window.name().ko()))
                .add(texts(schedule, window -> window.name().en()))
                .add(times(schedule, SaleWindow::opensAt))
                .add(times(schedule, SaleWindow::closesAt));
        return transaction
                .preparedQuery(INSERT_WINDOWS)
                .execute(Tuple.tuple(values.build().toList()))
                .replaceWithVoid();
    }

    private static Tuple values(EventDraft draft) {
        return Tuple.tuple(List.of(
                draft.id().value(),
                draft.title().ko(),
                draft.title().en(),
                draft.artist().ko(),
                draft.artist().en(),
                draft.description().ko(),
                draft.description().en(),
                draft.category().word(),
                draft.plan().planId(),
                draft.plan().planVersion(),
                utc(draft.schedule().startsAt()),
                utc(draft.schedule().endsAt()),
                draft.ageLimit(),
                draft.runningMinutes(),
                draft.maxSeatsPerPerson(),
                draft.priceTiers().stream().map(PriceTier::name).toArray(String[]::new),
                draft.priceTiers().stream().map(PriceTier::price).toArray(Long[]::new)));
    }

    private static Standing standing(Row row) {
        return new Standing("CANCELLED".equals(row.getString("state")), row.getBoolean("sale_stopped"));
    }

    private static EventSchedule schedule(Row row) {
        return new EventSchedule(
                row.getOffsetDateTime("starts_at").toInstant(),
                row.getOffsetDateTime("ends_at").toInstant(),
                SaleWindowColumns.read(row));
    }

    private static String[] texts(EventSchedule schedule, Function<SaleWindow, String> part) {
        return schedule.saleWindows().stream().map(part).toArray(String[]::new);
    }

    private static OffsetDateTime[] times(EventSchedule schedule, Function<SaleWindow, Instant> part) {
        return schedule.saleWindows().stream()
                .map(part)
                .map(EventRepository::utc)
                .toArray(OffsetDateTime[]::new);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
