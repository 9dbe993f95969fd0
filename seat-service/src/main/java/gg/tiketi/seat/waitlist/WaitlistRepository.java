package gg.tiketi.seat.waitlist;

import gg.tiketi.seat.claim.ClaimOwner;
import gg.tiketi.seat.platform.CommandSpan;
import gg.tiketi.seat.platform.IdempotencyKey;
import gg.tiketi.seat.platform.Rows;
import gg.tiketi.seat.reservation.ReservationRepository;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.SellableEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The waitlist in PostgreSQL. The functions it calls are in the migration {@code V9__waitlist.sql}. */
@ApplicationScoped
class WaitlistRepository {

    private static final String JOIN = "SELECT outcome, number FROM waitlist_join($1, $2, $3, $4, $5, $6, $7)";

    private static final String LEAVE = "SELECT waitlist_leave($1, $2, $3) AS freed";

    private static final String OFFER = """
            SELECT outcome, taken FROM waitlist_offer($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """;

    private static final String LET_GO = "SELECT waitlist_let_go($1, $2, $3, $4, $5) AS seats";

    private static final String CLOSE = "SELECT waitlist_close() AS ended";

    /** The latest entry for each tier; ended ones for a day. An offer whose time is over has lapsed before the sweep says so. */
    private static final String SELECT_MINE = """
            SELECT DISTINCT ON (w.price_tier) w.price_tier, w.group_size, w.adjacent, w.place, w.joined_at,
                   CASE WHEN w.state = 'OFFERED' AND r.expires_at <= clock_timestamp() THEN 'LAPSED' ELSE w.state END AS state,
                   CASE WHEN w.state = 'WAITING' THEN
                       (SELECT count(*) FROM waitlist_entry x
                        WHERE x.event_id = w.event_id AND x.price_tier = w.price_tier AND x.state = 'WAITING'
                          AND x.place < w.place) END AS ahead,
                   w.reservation_id, r.amount, r.expires_at, jsonb_path_query_array(r.document, '$.seats[*].label') AS seats
            FROM waitlist_entry w LEFT JOIN reservation r ON r.id = w.reservation_id
            WHERE w.account_id = $1 AND w.event_id = $2 AND ($3::text IS NULL OR w.price_tier = $3)
              AND (w.ended_at IS NULL OR w.ended_at > clock_timestamp() - interval '1 day')
            ORDER BY w.price_tier, w.place DESC
            """;

    /** Lines in which something can be done: seats are kept, or somebody has joined since the last look. */
    private static final String SELECT_DUE = """
            SELECT event_id, price_tier FROM seat WHERE kept_at IS NOT NULL GROUP BY event_id, price_tier
            UNION SELECT event_id, price_tier FROM waitlist_line WHERE due
            """;

    private static final String SELECT_LINE = """
            SELECT coalesce((SELECT last_place FROM waitlist_line WHERE event_id = $1 AND price_tier = $2), 0) AS last_place,
                   clock_timestamp() AS read_at,
                   e.state = 'PUBLISHED' AND EXISTS (
                       SELECT 1 FROM sale_window x WHERE x.event_id = e.id AND x.closes_at > clock_timestamp()) AS selling,
                   e.state = 'PUBLISHED' AND NOT e.sale_stopped AND EXISTS (
                       SELECT 1 FROM sale_window x
                       WHERE x.event_id = e.id AND x.opens_at <= clock_timestamp() AND x.closes_at > clock_timestamp()) AS open
            FROM event e WHERE e.id = $1
            """;

    private static final String SELECT_FREE = """
            SELECT position, kept_at IS NOT NULL AS kept FROM seat
            WHERE event_id = $1 AND price_tier = $2 AND (state = 0 OR kept_at IS NOT NULL)
            """;

    /** Of each kind of group as many as there can be offers. */
    private static final String SELECT_WAITING = """
            SELECT place, account_id, group_size, adjacent FROM (
                SELECT w.*, row_number() OVER (PARTITION BY w.group_size, w.adjacent ORDER BY w.place) AS nth
                FROM waitlist_entry w WHERE w.event_id = $1 AND w.price_tier = $2 AND w.state = 'WAITING') x
            WHERE nth <= $3 ORDER BY place
            """;

    private static final String COUNT = """
            SELECT state, count(*) AS entries FROM waitlist_entry WHERE state IN ('WAITING', 'OFFERED') GROUP BY state
            """;

    private static final String SELECT_TIERS = """
            SELECT t.name, w.state, count(w.place) AS entries, coalesce(sum(w.group_size), 0) AS seats FROM price_tier t
            LEFT JOIN waitlist_entry w ON w.event_id = t.event_id AND w.price_tier = t.name
            WHERE t.event_id = $1 GROUP BY t.name, w.state ORDER BY t.name
            """;

    private static final String SELECT_KEPT =
            "SELECT price_tier, count(*) AS seats FROM seat WHERE event_id = $1 AND kept_at IS NOT NULL GROUP BY price_tier";

    private static final String SELECT_RULE = """
            SELECT u.offer_ms FROM event e LEFT JOIN waitlist_rule u ON u.event_id = e.id WHERE e.id = $1
            """;

    private static final String SET_RULE = """
            INSERT INTO waitlist_rule (event_id, offer_ms) SELECT id, $2 FROM event WHERE id = $1
            ON CONFLICT (event_id) DO UPDATE SET offer_ms = excluded.offer_ms
            """;

    private final Pool pool;

    WaitlistRepository(Pool pool) {
        this.pool = pool;
    }

    /** What joining gave; the number belongs to refusals by a limit. */
    record Joined(String outcome, int number) {}

    /** A line: one tier of one event. */
    record Line(EventId event, String tier) {}

    /**
     * A line as it was found.
     *
     * @param lastPlace the last place given
     * @param readAt when, by the database
     * @param selling whether the event is sold, now or later
     * @param open whether it is sold now
     */
    record Look(int lastPlace, Instant readAt, boolean selling, boolean open) {}

    /** A seat that may be offered; the kept ones are held back from everybody else. */
    record FreeSeat(int position, boolean kept) {}

    /** One who waits. */
    record Waiting(int place, UUID accountId, int groupSize, boolean adjacent) {

        /** Whether seats that do not do for this one do not do for the other either. */
        boolean needsNoMoreThan(Waiting other) {
            return groupSize <= other.groupSize && (other.adjacent || !adjacent);
        }
    }

    /** What came of an offer; the positions belong to TAKEN. */
    record Offered(String outcome, List<Integer> taken) {}

    /** How many entries of a tier are in a state, and how many seats they want. */
    record TierCount(String tier, Optional<String> state, long entries, long seats) {}

    Uni<Joined> join(WaitlistWish wish, int mostOfAccount, int mostOfEvent) {
        Tuple values = Tuple.tuple()
                .addUUID(wish.event().value())
                .addString(wish.priceTier())
                .addUUID(wish.accountId())
                .addInteger(wish.groupSize())
                .addBoolean(wish.adjacent())
                .addInteger(mostOfAccount)
                .addInteger(mostOfEvent);
        return CommandSpan.postgres("waitlist_join", pool.preparedQuery(JOIN).execute(values))
                .map(rows -> rows.iterator().next())
                .map(row -> new Joined(row.getString("outcome"), orZero(row.getInteger("number"))));
    }

    /** Leaves the line of a tier, or all lines of the event; whether seats changed. */
    Uni<Boolean> leave(EventId event, Optional<String> tier, UUID accountId) {
        return CommandSpan.postgres(
                        "waitlist_leave",
                        pool.preparedQuery(LEAVE).execute(Tuple.of(event.value(), tier.orElse(null), accountId)))
                .map(rows -> rows.iterator().next().getBoolean("freed"));
    }

    /** The account's entries, one for each tier. */
    Uni<List<WaitlistEntry>> mine(EventId event, UUID accountId, Optional<String> tier) {
        return pool.preparedQuery(SELECT_MINE)
                .execute(Tuple.of(accountId, event.value(), tier.orElse(null)))
                .map(rows -> Rows.list(rows, WaitlistRepository::toEntry));
    }

    Uni<List<Line>> due() {
        return pool.preparedQuery(SELECT_DUE)
                .execute()
                .map(rows -> Rows.list(
                        rows, row -> new Line(new EventId(row.getUUID("event_id")), row.getString("price_tier"))));
    }

    Uni<Look> look(Line line) {
        return pool.preparedQuery(SELECT_LINE)
                .execute(Tuple.of(line.event().value(), line.tier()))
                .map(rows -> rows.iterator().next())
                .map(row -> new Look(
                        row.getInteger("last_place"),
                        Rows.instant(row, "read_at"),
                        row.getBoolean("selling"),
                        row.getBoolean("open")));
    }

    Uni<List<FreeSeat>> free(Line line) {
        return pool.preparedQuery(SELECT_FREE)
                .execute(Tuple.of(line.event().value(), line.tier()))
                .map(rows -> Rows.list(rows, row -> new FreeSeat(row.getInteger("position"), row.getBoolean("kept"))));
    }

    /** Those who wait, in order; of each kind so many. */
    Uni<List<Waiting>> waiting(Line line, int mostOfAKind) {
        return pool.preparedQuery(SELECT_WAITING)
                .execute(Tuple.of(line.event().value(), line.tier(), mostOfAKind))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Waiting(
                                row.getInteger("place"),
                                row.getUUID("account_id"),
                                row.getInteger("group_size"),
                                row.getBoolean("adjacent"))));
    }

    /** Offers seats to one who waits, if it is still that one's turn and the seats are still to be had. */
    Uni<Offered> offer(
            Line line,
            SellableEvent event,
            Waiting waiting,
            ReservationRepository.Draft draft,
            Duration offer,
            Duration delay) {
        String owner = ClaimOwner.of(
                        waiting.accountId(), new IdempotencyKey("offer-" + draft.id(), IdempotencyKey.sha256("offer")))
                .value();
        Tuple values = Tuple.tuple()
                .addUUID(line.event().value())
                .addString(line.tier())
                .addInteger(waiting.place())
                .addLong(event.changeNumber())
                .addArrayOfInteger(draft.seats().toArray(Integer[]::new))
                .addUUID(draft.id().value())
                .addString(draft.number())
                .addInteger(draft.amount())
                .addJsonObject(draft.document())
                .addString(owner)
                .addInteger((int) offer.toMillis())
                .addInteger((int) delay.toMillis());
        return CommandSpan.postgres("waitlist_offer", pool.preparedQuery(OFFER).execute(values))
                .map(rows -> rows.iterator().next())
                .map(row -> new Offered(row.getString("outcome"), orNone(row.getArrayOfIntegers("taken"))));
    }

    /** Lets kept seats go that nobody in the line can use; how many went, empty when somebody has joined since. */
    Uni<Optional<Integer>> letGo(Line line, Look look, List<Integer> positions) {
        Tuple values = Tuple.of(
                line.event().value(),
                line.tier(),
                look.lastPlace(),
                Rows.parameter(look.readAt()),
                positions.toArray(Integer[]::new));
        return pool.preparedQuery(LET_GO)
                .execute(values)
                .map(rows -> Optional.ofNullable(rows.iterator().next().getInteger("seats")));
    }

    /** Ends the entries of events that are not sold any more; how many. */
    Uni<Integer> close() {
        return pool.preparedQuery(CLOSE)
                .execute()
                .map(rows -> rows.iterator().next().getInteger("ended"));
    }

    /** Live entries of all events by state. */
    Uni<Map<String, Long>> count() {
        return pool.preparedQuery(COUNT)
                .execute()
                .map(rows -> Rows.list(rows, row -> Map.entry(row.getString("state"), row.getLong("entries"))).stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** The numbers of an event; a tier that nobody ever waited for has one row without a state. */
    Uni<List<TierCount>> tiers(EventId event) {
        return pool.preparedQuery(SELECT_TIERS)
                .execute(Tuple.of(event.value()))
                .map(rows -> Rows.list(
                        rows,
                        row -> new TierCount(
                                row.getString("name"),
                                Optional.ofNullable(row.getString("state")),
                                row.getLong("entries"),
                                row.getLong("seats"))));
    }

    /** Seats of an event that are kept now, by tier. */
    Uni<Map<String, Long>> kept(EventId event) {
        return pool.preparedQuery(SELECT_KEPT)
                .execute(Tuple.of(event.value()))
                .map(rows ->
                        Rows.list(rows, row -> Map.entry(row.getString("price_tier"), row.getLong("seats"))).stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** How long the event's offers last, where it says so itself; an empty answer: no such event. */
    Uni<Optional<Optional<Duration>>> offerTime(EventId event) {
        return pool.preparedQuery(SELECT_RULE)
                .execute(Tuple.of(event.value()))
                .map(rows -> Rows.first(rows, row -> Optional.ofNullable(row.getInteger("offer_ms"))
                        .map(Duration::ofMillis)));
    }

    /** Says how long the event's offers last from now on; false when there is no such event. */
    Uni<Boolean> setOfferTime(EventId event, Duration offer) {
        return pool.preparedQuery(SET_RULE)
                .execute(Tuple.of(event.value(), (int) offer.toMillis()))
                .map(result -> result.rowCount() == 1);
    }

    private static WaitlistEntry toEntry(Row row) {
        WaitlistEntry.State state = WaitlistEntry.State.valueOf(row.getString("state"));
        boolean hasOffer = state == WaitlistEntry.State.OFFERED || state == WaitlistEntry.State.ACCEPTED;
        return new WaitlistEntry(
                row.getString("price_tier"),
                row.getInteger("group_size"),
                row.getBoolean("adjacent"),
                state,
                row.getInteger("place"),
                row.getInteger("ahead"),
                Rows.instant(row, "joined_at"),
                hasOffer ? toOffer(row) : null);
    }

    private static WaitlistEntry.Offer toOffer(Row row) {
        return new WaitlistEntry.Offer(
                row.getUUID("reservation_id"),
                ((JsonArray) row.getValue("seats"))
                        .stream().map(String.class::cast).toList(),
                row.getInteger("amount"),
                Rows.instant(row, "expires_at"));
    }

    private static int orZero(@org.jspecify.annotations.Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static List<Integer> orNone(Integer @org.jspecify.annotations.Nullable [] positions) {
        return positions == null ? List.of() : List.of(positions);
    }
}
