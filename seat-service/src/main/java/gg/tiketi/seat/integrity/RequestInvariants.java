package gg.tiketi.seat.integrity;

import java.util.List;

/** What was answered is so, nobody has more than the event allows, and nothing waits for ever. */
final class RequestInvariants {

    private static final Invariant ANSWERS_ARE_TRUE = new Invariant(
            "answers-name-reservations",
            "S8",
            "A stored answer of success names a reservation of the one who asked.",
            """
            SELECT i.operation, i.status, i.body ->> 'id' AS reservation_id, i.created_at FROM idempotency i
            WHERE i.status BETWEEN 200 AND 299 AND NOT EXISTS (
                SELECT 1 FROM reservation r
                WHERE r.id = (i.body ->> 'id')::uuid AND r.account_id = i.account_id)
            """);

    /** Only the last hour: answers are forgotten after a day, and older ones have been looked at before. */
    private static final Invariant EFFECTS_ARE_ANSWERED = new Invariant(
            "reservations-have-an-answer",
            "S8",
            "A reservation that somebody asked for in the last hour has the stored answer that a repeated request gets.",
            """
            SELECT r.id AS reservation_id, r.status, r.created_at FROM reservation r
            WHERE r.created_at > statement_timestamp() - interval '1 hour' AND NOT EXISTS (
                SELECT 1 FROM idempotency i
                WHERE i.account_id = r.account_id AND i.operation = 'RESERVE' AND i.body ->> 'id' = r.id::text)
              AND NOT EXISTS (SELECT 1 FROM waitlist_entry w WHERE w.reservation_id = r.id)
            """);

    private static final Invariant REQUESTS_END = new Invariant(
            "requests-end", "S8", "A request without an answer yet has a payment that is under way.", """
            SELECT i.operation, i.created_at FROM idempotency i
            WHERE i.status IS NULL AND NOT EXISTS (
                SELECT 1 FROM payment p
                WHERE p.account_id = i.account_id AND p.idempotency_key = i.key AND p.status = 'STARTED')
            """);

    private static final Invariant PURCHASE_LIMIT = new Invariant(
            "purchase-limit",
            "S9",
            "Nobody has more seats of an event than it allows a person (an event that allows less than before is found).",
            """
            SELECT r.event_id, sum(r.seat_count) AS seats, e.max_seats_per_person AS allowed,
                   array_agg(r.id) AS reservation_ids
            FROM reservation r JOIN event e ON e.id = r.event_id
            WHERE r.status IN ('PAYING', 'CONFIRMED')
               OR (r.status IN ('OFFERED', 'PENDING') AND r.expires_at > statement_timestamp())
            GROUP BY r.event_id, r.account_id, e.max_seats_per_person
            HAVING sum(r.seat_count) > e.max_seats_per_person
            """);

    private static final Invariant LAPSED_HOLDS_END =
            new Invariant("lapsed-holds-end", "L9", "A hold ends within 60 seconds of its deadline.", """
            SELECT id AS reservation_id, event_id, free_at FROM reservation
            WHERE status IN ('OFFERED', 'PENDING') AND free_at < statement_timestamp() - interval '60 seconds'
            """);

    private static final Invariant HOLDS_HAVE_DEADLINES = new Invariant(
            "holds-have-deadlines",
            "L9",
            "A held seat comes back when its reservation says, or, while it is being paid, by no time at all.",
            """
            SELECT s.event_id, s.position, s.free_at, r.id AS reservation_id, r.status, r.free_at AS reservation_free_at
            FROM seat s JOIN reservation r ON r.id = s.reservation_id
            WHERE s.state = 1 AND r.status IN ('OFFERED', 'PENDING', 'PAYING')
              AND s.free_at IS DISTINCT FROM CASE WHEN r.status <> 'PAYING' THEN r.free_at END
            """);

    private static final Invariant PAYING_HAS_A_PAYMENT = new Invariant(
            "paying-has-a-payment",
            "L9",
            "A reservation that is being paid has an attempt under way, and an attempt under way has such a reservation.",
            """
            SELECT r.id AS reservation_id, r.status, p.id AS payment_id FROM reservation r
            LEFT JOIN payment p ON p.reservation_id = r.id AND p.status = 'STARTED'
            WHERE (r.status = 'PAYING') <> (p.id IS NOT NULL)
            """);

    private static final Invariant CHANGES_GO_OUT = new Invariant(
            "changes-reach-redis", "L4", "A change of a seat is taken over by Redis within 60 seconds.", """
            SELECT id AS change_id, event_id, created_at FROM seat_outbox
            WHERE created_at < statement_timestamp() - interval '60 seconds'
            """);

    static final List<Invariant> ALL = List.of(
            ANSWERS_ARE_TRUE,
            EFFECTS_ARE_ANSWERED,
            REQUESTS_END,
            PURCHASE_LIMIT,
            LAPSED_HOLDS_END,
            HOLDS_HAVE_DEADLINES,
            PAYING_HAS_A_PAYMENT,
            CHANGES_GO_OUT);

    private RequestInvariants() {}
}
