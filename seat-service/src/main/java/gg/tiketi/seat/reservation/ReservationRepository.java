package gg.tiketi.seat.reservation;

import gg.tiketi.seat.platform.CommandSpan;
import gg.tiketi.seat.platform.Rows;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.SellableEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Reservations in PostgreSQL. The functions it calls are in the migrations V2 to V9. */
@ApplicationScoped
public class ReservationRepository {

    // Bodies as text: they are passed on as they are. On one line, as the benchmark overhears it in PostgreSQL's log.
    private static final String RESERVE = """
            SELECT outcome, body::text AS body, taken, number \
            FROM reserve($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)""";

    private static final String RESERVE_BATCH = """
            SELECT request, body::text AS body \
            FROM reserve_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)""";

    private static final String SELECT_PAGE = """
            SELECT reservation_view(r) AS body, count(*) OVER () AS total
            FROM reservation r WHERE r.account_id = $1
            ORDER BY r.created_at DESC, r.id DESC LIMIT $2 OFFSET $3
            """;

    private static final String COUNT = "SELECT count(*) AS total FROM reservation WHERE account_id = $1";

    private static final String SELECT_ONE = """
            SELECT reservation_view(r) || jsonb_build_object('timeline',
                   (SELECT jsonb_agg(jsonb_build_object('at', iso(t.at), 'kind', t.kind, 'actor', t.actor)
                                     ORDER BY t.ordinal)
                    FROM timeline t WHERE t.reservation_id = r.id)) AS body
            FROM reservation r WHERE r.id = $1 AND r.account_id = $2
            """;

    // now(), not clock_timestamp(): what may change within a statement is compared with every row, never with the
    // index.
    private static final String SELECT_LAPSED = """
            SELECT id, event_id FROM reservation
            WHERE status IN ('OFFERED', 'PENDING') AND free_at <= now() ORDER BY free_at LIMIT $1
            """;

    // Event by event, so that the index leads to its reservations: a join would read all there are, once a second.
    private static final String SELECT_OF_CANCELLED_EVENTS = """
            SELECT r.id, e.id AS event_id FROM event e CROSS JOIN LATERAL (
                SELECT x.id FROM reservation x
                WHERE x.event_id = e.id AND x.status IN ('OFFERED', 'PENDING', 'CONFIRMED') LIMIT $1) r
            WHERE e.state = 'CANCELLED' LIMIT $1
            """;

    private static final String EXPIRE = "SELECT expire($1) AS ended";

    private static final String CANCEL_FOR_EVENT = "SELECT cancel_for_event($1) AS ended";

    private static final String ACCEPT =
            "SELECT outcome, body::text AS body, event_id FROM accept_offer($1, $2, $3, $4)";

    private static final String DELETE_OLD_KEYS =
            "DELETE FROM idempotency WHERE created_at < now() - make_interval(secs => $1) AND status IS NOT NULL";

    private final Pool pool;

    ReservationRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * What a new reservation is made of, apart from the request.
     *
     * @param seats the positions to take
     * @param pick 0 for all of them, else any so many
     */
    public record Draft(
            ReservationId id, String number, List<Integer> seats, int pick, int amount, JsonObject document) {

        /** Whether it is about certain seats, at least one. */
        boolean isPlain() {
            return pick == 0 && !seats.isEmpty();
        }
    }

    /** Asks the reserve function; it is one transaction and undoes everything it refuses. */
    Uni<ReserveAnswer> reserve(SellableEvent event, Placing placing, Duration hold) {
        ReserveRequest request = placing.request();
        Draft draft = placing.draft();
        Tuple values = Tuple.tuple()
                .addUUID(event.id().value())
                .addLong(event.changeNumber())
                .addUUID(request.accountId())
                .addUUID(draft.id().value())
                .addString(draft.number())
                .addArrayOfInteger(draft.seats().toArray(Integer[]::new))
                .addInteger(draft.pick())
                .addInteger(draft.amount())
                .addJsonObject(draft.document())
                .addString(request.owner().value())
                .addInteger((int) hold.toMillis())
                .addInteger((int) placing.delay().toMillis())
                .addString(request.key().value())
                .addBuffer(Buffer.buffer(request.key().bodyHash()))
                .addUUID(request.admission().orElse(null));
        return CommandSpan.postgres("reserve", pool.preparedQuery(RESERVE).execute(values))
                .map(rows -> toAnswer(rows.iterator().next()));
    }

    /**
     * Asks the function that places plain reservations together; all of them are in one transaction.
     *
     * @param placings of different people, for different seats
     * @return in their order; empty for those that must ask {@link #reserve} alone
     */
    Uni<List<Optional<ReserveAnswer>>> reserveBatch(SellableEvent event, List<Placing> placings, Duration hold) {
        List<Integer> requests = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < placings.size(); i++) {
            for (Integer seat : placings.get(i).draft().seats()) {
                requests.add(i + 1);
                positions.add(seat);
            }
        }
        Tuple values = Tuple.tuple()
                .addUUID(event.id().value())
                .addLong(event.changeNumber())
                .addInteger((int) hold.toMillis())
                .addArrayOfUUID(each(placings, one -> one.request().accountId(), UUID[]::new))
                .addArrayOfUUID(each(placings, one -> one.draft().id().value(), UUID[]::new))
                .addArrayOfString(each(placings, one -> one.draft().number(), String[]::new))
                .addArrayOfInteger(each(placings, one -> one.draft().seats().size(), Integer[]::new))
                .addArrayOfInteger(each(placings, one -> one.draft().amount(), Integer[]::new))
                .addArrayOfJsonObject(each(placings, one -> one.draft().document(), JsonObject[]::new))
                .addArrayOfString(each(placings, one -> one.request().owner().value(), String[]::new))
                .addArrayOfInteger(each(placings, one -> (int) one.delay().toMillis(), Integer[]::new))
                .addArrayOfString(each(placings, one -> one.request().key().value(), String[]::new))
                .addValue(each(
                        placings,
                        one -> io.vertx.core.buffer.Buffer.buffer(
                                one.request().key().bodyHash()),
                        io.vertx.core.buffer.Buffer[]::new))
                .addArrayOfInteger(requests.toArray(Integer[]::new))
                .addArrayOfInteger(positions.toArray(Integer[]::new))
                .addArrayOfUUID(each(placings, one -> one.request().admission().orElse(null), UUID[]::new));
        return pool.preparedQuery(RESERVE_BATCH).execute(values).map(rows -> {
            List<Optional<ReserveAnswer>> answers =
                    new ArrayList<>(Collections.nCopies(placings.size(), Optional.empty()));
            for (Row row : rows) {
                answers.set(row.getInteger("request") - 1, Optional.of(ReserveAnswer.placed(row.getString("body"))));
            }
            return answers;
        });
    }

    private static <T> T[] each(List<Placing> placings, Function<Placing, T> value, IntFunction<T[]> array) {
        return placings.stream().map(value).toArray(array);
    }

    /** One page of an account's reservations, newest first. */
    Uni<ReservationPage> page(UUID accountId, int page, int size) {
        return pool.preparedQuery(SELECT_PAGE)
                .execute(Tuple.of(accountId, size, (page - 1L) * size))
                .chain(rows -> rows.size() > 0 || page == 1
                        ? Uni.createFrom().item(toPage(rows, page, size))
                        : total(accountId).map(total -> new ReservationPage(List.of(), page, size, total)));
    }

    private Uni<Long> total(UUID accountId) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(accountId))
                .map(rows -> rows.iterator().next().getLong("total"));
    }

    /** One of the account's reservations with its timeline; empty also when it is somebody else's. */
    Uni<Optional<String>> find(ReservationId id, UUID accountId) {
        return pool.preparedQuery(SELECT_ONE)
                .execute(Tuple.of(id.value(), accountId))
                .map(rows -> Rows.first(rows, row -> row.getJsonObject("body").encode()));
    }

    /** Makes a hold of an offer that is still open. */
    Uni<AcceptOutcome> accept(ReservationId id, UUID accountId, Duration hold, Duration delay) {
        Tuple values = Tuple.of(id.value(), accountId, (int) hold.toMillis(), (int) delay.toMillis());
        return CommandSpan.postgres("accept_offer", pool.preparedQuery(ACCEPT).execute(values))
                .map(rows -> toAcceptOutcome(rows.iterator().next()));
    }

    private static AcceptOutcome toAcceptOutcome(Row row) {
        return switch (row.getString("outcome")) {
            case "ACCEPTED" ->
                new AcceptOutcome.Accepted(row.getString("body"), Optional.of(new EventId(row.getUUID("event_id"))));
            case "REPLAY" -> new AcceptOutcome.Accepted(row.getString("body"), Optional.empty());
            default -> new AcceptOutcome.Refused(AcceptOutcome.Reason.valueOf(row.getString("outcome")));
        };
    }

    /** Holds and offers whose time is over. */
    Uni<List<Due>> lapsed(int limit) {
        return due(SELECT_LAPSED, limit);
    }

    /** Live reservations of events that were called off. */
    Uni<List<Due>> ofCancelledEvents(int limit) {
        return due(SELECT_OF_CANCELLED_EVENTS, limit);
    }

    /** A reservation that the sweep has to look at. */
    record Due(ReservationId id, EventId event) {}

    private Uni<List<Due>> due(String query, int limit) {
        return pool.preparedQuery(query)
                .execute(Tuple.of(limit))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Due(new ReservationId(row.getUUID("id")), new EventId(row.getUUID("event_id")))));
    }

    /** Ends the reservation if it is still due; true when this call did. */
    Uni<Boolean> expire(ReservationId id) {
        return end(EXPIRE, id);
    }

    /** Cancels the reservation if its event is called off; true when this call did. */
    Uni<Boolean> cancelForEvent(ReservationId id) {
        return end(CANCEL_FOR_EVENT, id);
    }

    private Uni<Boolean> end(String function, ReservationId id) {
        return pool.preparedQuery(function)
                .execute(Tuple.of(id.value()))
                .map(rows -> rows.iterator().next().getBoolean("ended"));
    }

    /** Forgets answers whose day is over. */
    Uni<Void> forgetAnswersOlderThan(Duration age) {
        return pool.preparedQuery(DELETE_OLD_KEYS)
                .execute(Tuple.of((double) age.toSeconds()))
                .replaceWithVoid();
    }

    private static ReserveAnswer toAnswer(Row row) {
        Integer[] taken = row.getArrayOfIntegers("taken");
        Integer number = row.getInteger("number");
        return new ReserveAnswer(
                row.getString("outcome"),
                Optional.ofNullable(row.getString("body")),
                taken == null ? List.of() : List.of(taken),
                number == null ? 0 : number);
    }

    private static ReservationPage toPage(io.vertx.mutiny.sqlclient.RowSet<Row> rows, int page, int size) {
        List<JsonObject> items = Rows.list(rows, row -> row.getJsonObject("body"));
        long total = rows.size() == 0 ? 0 : rows.iterator().next().getLong("total");
        return new ReservationPage(items, page, size, total);
    }
}
