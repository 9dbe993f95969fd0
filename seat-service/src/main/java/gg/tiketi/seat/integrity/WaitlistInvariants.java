package gg.tiketi.seat.integrity;

import java.util.List;

/** Who waits gets what was promised, in order, and no seat is kept for nobody. */
final class WaitlistInvariants {

    private static final Invariant ONE_ENTRY = new Invariant(
            "one-waitlist-entry-per-tier",
            "S12",
            "Nobody is twice in the line of a tier, and a place in it is given once, in the order of joining.",
            """
            SELECT event_id, price_tier, min(place) AS place, 'two entries' AS what FROM waitlist_entry
            WHERE state IN ('WAITING', 'OFFERED') GROUP BY event_id, price_tier, account_id HAVING count(*) > 1
            UNION ALL
            SELECT event_id, price_tier, place, 'out of order' FROM (
                SELECT event_id, price_tier, place, joined_at,
                       max(joined_at) OVER (PARTITION BY event_id, price_tier ORDER BY place) AS latest
                FROM waitlist_entry) x
            WHERE joined_at < latest
            """);

    /** Only those who wait or whose waiting ended in the last hour: the others have been looked at before. */
    private static final Invariant ORDER = new Invariant(
            "offers-keep-the-order",
            "L2",
            "Nobody is offered seats before somebody who waited in front and needed no more.",
            """
            SELECT w.event_id, w.price_tier, w.place, w.state, o.place AS offered_place, o.offered_at FROM waitlist_entry w
            CROSS JOIN LATERAL (
                SELECT x.place, x.offered_at FROM waitlist_entry x
                WHERE x.event_id = w.event_id AND x.price_tier = w.price_tier AND x.place > w.place
                  AND x.offered_at < coalesce(w.offered_at, w.ended_at, 'infinity')
                  AND x.group_size >= w.group_size AND (x.adjacent OR NOT w.adjacent)
                LIMIT 1) o
            WHERE coalesce(w.offered_at, w.ended_at, 'infinity') > statement_timestamp() - interval '1 hour'
            """);

    private static final Invariant OFFERS = new Invariant(
            "offers-have-an-entry",
            "L9",
            "An open offer has a deadline and an entry of the same person that it fits, and an entry with an open offer has it.",
            """
            SELECT r.id AS reservation_id, r.event_id, NULL AS price_tier, NULL::int AS place, 'no entry' AS what
            FROM reservation r
            WHERE r.status = 'OFFERED' AND NOT EXISTS (
                SELECT 1 FROM waitlist_entry w
                WHERE w.reservation_id = r.id AND w.state = 'OFFERED' AND w.event_id = r.event_id
                  AND w.account_id = r.account_id AND w.group_size = r.seat_count)
            UNION ALL
            SELECT w.reservation_id, w.event_id, w.price_tier, w.place, 'no offer' FROM waitlist_entry w
            LEFT JOIN reservation r ON r.id = w.reservation_id
            WHERE w.state = 'OFFERED' AND r.status IS DISTINCT FROM 'OFFERED'
            UNION ALL
            SELECT w.reservation_id, w.event_id, w.price_tier, w.place, 'does not fit' FROM waitlist_entry w
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE s.price_tier <> w.price_tier) AS foreign_seats,
                       count(DISTINCT regexp_replace(s.label, '-[^-]+$', '')) AS lines,
                       max(s.position) - min(s.position) + 1 AS span, bool_and(s.label LIKE '%-*-%') AS standing
                FROM reservation_seat x JOIN seat s ON s.event_id = x.event_id AND s.position = x.position
                WHERE x.reservation_id = w.reservation_id) f
            WHERE w.state = 'OFFERED'
              AND (f.foreign_seats > 0
                   OR (w.adjacent AND (f.lines > 1 OR (f.span <> w.group_size AND NOT f.standing))))
            """);

    private static final Invariant KEPT = new Invariant(
            "kept-seats-move-on",
            "L1",
            "A seat that came back is offered or let go within 60 seconds, unless the sale is interrupted.",
            """
            SELECT s.event_id, s.position, s.price_tier, s.kept_at FROM seat s JOIN event e ON e.id = s.event_id
            WHERE s.kept_at < statement_timestamp() - interval '60 seconds'
              AND (e.state = 'CANCELLED' OR (NOT e.sale_stopped AND EXISTS (
                       SELECT 1 FROM sale_window x WHERE x.event_id = e.id
                         AND x.opens_at <= s.kept_at AND statement_timestamp() < x.closes_at)))
            """);

    private static final Invariant NOT_IN_VAIN = new Invariant(
            "nobody-waits-in-vain",
            "L1",
            "Nobody has waited for a minute while as many seats of the tier are for sale (those who want them side by side apart).",
            """
            SELECT w.event_id, w.price_tier, min(w.place) AS place, min(w.group_size) AS smallest_group FROM waitlist_entry w
            JOIN event e ON e.id = w.event_id
            WHERE w.state = 'WAITING' AND NOT w.adjacent AND w.joined_at < statement_timestamp() - interval '60 seconds'
              AND e.state = 'PUBLISHED' AND NOT e.sale_stopped AND EXISTS (
                  SELECT 1 FROM sale_window x WHERE x.event_id = e.id
                    AND x.opens_at < statement_timestamp() - interval '60 seconds' AND statement_timestamp() < x.closes_at)
            GROUP BY w.event_id, w.price_tier
            HAVING min(w.group_size) <= (
                SELECT count(*) FROM seat s
                WHERE s.event_id = w.event_id AND s.price_tier = w.price_tier AND s.state = 0)
            """);

    static final List<Invariant> ALL = List.of(ONE_ENTRY, ORDER, OFFERS, KEPT, NOT_IN_VAIN);

    private WaitlistInvariants() {}
}
