package gg.tiketi.seat.integrity;

import java.util.List;

/** A seat belongs to one reservation at most, both tell the same story, and no seat gets lost. */
final class SeatInvariants {

    private static final Invariant ONE_OWNER =
            new Invariant("one-live-reservation-per-seat", "S1", "A seat has at most one live reservation.", """
            SELECT event_id, position, count(*) AS reservations FROM reservation_seat WHERE live
            GROUP BY event_id, position HAVING count(*) > 1
            """);

    private static final Invariant OWNER_IS_NAMED = new Invariant(
            "seats-name-their-reservation",
            "S1",
            "A held or sold seat names a reservation that has it, unless it is kept for the waitlist, and no other seat"
                    + " belongs to one.",
            """
            SELECT s.event_id, s.position, s.state, s.reservation_id FROM seat s
            WHERE s.state IN (1, 2) AND s.kept_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM reservation_seat x
                WHERE x.live AND x.event_id = s.event_id AND x.position = s.position
                  AND x.reservation_id = s.reservation_id)
            UNION ALL
            SELECT s.event_id, s.position, s.state, x.reservation_id FROM reservation_seat x
            JOIN seat s ON s.event_id = x.event_id AND s.position = x.position
            WHERE x.live AND (s.state NOT IN (1, 2) OR s.kept_at IS NOT NULL)
            """);

    private static final Invariant SOLD_IS_CONFIRMED = new Invariant(
            "sold-means-confirmed",
            "S2",
            "The seats of a confirmed reservation are sold, those of one that is not yet confirmed are held.",
            """
            SELECT s.event_id, s.position, s.state, r.id AS reservation_id, r.status FROM reservation r
            JOIN reservation_seat x ON x.reservation_id = r.id AND x.live
            JOIN seat s ON s.event_id = x.event_id AND s.position = x.position AND s.reservation_id = r.id
            WHERE r.status IN ('OFFERED', 'PENDING', 'PAYING', 'CONFIRMED') AND (s.state = 2) <> (r.status = 'CONFIRMED')
            """);

    private static final Invariant CONFIRMED_ENDS_BY_CANCEL = new Invariant(
            "confirmed-ends-only-by-cancel",
            "S2",
            "What was confirmed ends by a cancel that its timeline tells, never by time.",
            """
            SELECT r.id AS reservation_id, r.status FROM reservation r
            WHERE r.confirmed_at IS NOT NULL AND r.status <> 'CONFIRMED' AND NOT (
                r.status = 'CANCELLED' AND EXISTS (
                    SELECT 1 FROM timeline t WHERE t.reservation_id = r.id AND t.kind = 'cancelled'))
            """);

    private static final Invariant LIVE_HAS_ITS_SEATS = new Invariant(
            "live-reservations-have-their-seats",
            "S7",
            "A live reservation has as many seats as it says, an ended one has none.",
            """
            SELECT r.id AS reservation_id, r.status, r.seat_count, count(x.position) AS live_seats FROM reservation r
            LEFT JOIN reservation_seat x ON x.reservation_id = r.id AND x.live
            GROUP BY r.id
            HAVING count(x.position) <>
                   CASE WHEN r.status IN ('OFFERED', 'PENDING', 'PAYING', 'CONFIRMED') THEN r.seat_count ELSE 0 END
            """);

    private static final Invariant SECTIONS_ADD_UP = new Invariant(
            "sections-add-up",
            "S7",
            "Available, held, sold and blocked places of a section are together those of its seating plan.",
            """
            WITH planned AS MATERIALIZED (
                SELECT p.plan_id, p.plan_version, section ->> 'name' AS section,
                       (SELECT coalesce(sum(jsonb_array_length(line -> 'seats')), 0)
                        FROM jsonb_path_query(section, '$.rows[*]') line)
                       + coalesce((section -> 'standing' ->> 'capacity')::int, 0) AS places
                FROM seating_plan p, jsonb_path_query(p.document::jsonb, '$.sections[*]') section),
            counted AS (
                SELECT event_id, section, count(*) AS places, count(*) FILTER (WHERE state = 0) AS available,
                       count(*) FILTER (WHERE state = 1) AS held, count(*) FILTER (WHERE state = 2) AS sold,
                       count(*) FILTER (WHERE state = 3) AS blocked
                FROM seat GROUP BY event_id, section)
            SELECT coalesce(c.event_id, wanted.event_id) AS event_id, coalesce(c.section, wanted.section) AS section,
                   wanted.places AS planned, c.available, c.held, c.sold, c.blocked
            FROM (SELECT e.id AS event_id, p.section, p.places FROM event e JOIN planned p USING (plan_id, plan_version))
                 wanted
            FULL JOIN counted c ON c.event_id = wanted.event_id AND c.section = wanted.section
            WHERE wanted.places IS DISTINCT FROM c.available + c.held + c.sold + c.blocked
            """);

    static final List<Invariant> ALL = List.of(
            ONE_OWNER,
            OWNER_IS_NAMED,
            SOLD_IS_CONFIRMED,
            CONFIRMED_ENDS_BY_CANCEL,
            LIVE_HAS_ITS_SEATS,
            SECTIONS_ADD_UP);

    private SeatInvariants() {}
}
