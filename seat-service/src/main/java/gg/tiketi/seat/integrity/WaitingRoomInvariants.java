package gg.tiketi.seat.integrity;

import java.util.List;

/** Nobody is admitted too early, nobody too many, and nobody buys past the line. */
final class WaitingRoomInvariants {

    /**
     * With n(t) admissions and a(t) allowed by the rates that were set until t, the admissions in any window exceed what is
     * allowed in it by at most n - a now, less its lowest value before: one pass finds the worst window that ends here.
     */
    private static final Invariant RATE = new Invariant(
            "admissions-keep-the-rate",
            "S10",
            "In any window of time at most rate * window people were admitted from the line, and one tick's quota.",
            """
            WITH span AS (
                SELECT event_id, since, per_minute / 60.0 AS per_second,
                       lead(since) OVER (PARTITION BY event_id ORDER BY since) AS until
                FROM waiting_rate),
            budget AS (
                SELECT s.*, greatest(1, max(per_second) OVER (PARTITION BY event_id)) AS quota,
                       coalesce(sum(extract(epoch FROM until - since) * per_second) OVER (
                           PARTITION BY event_id ORDER BY since ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
                           AS before
                FROM span s),
            numbered AS (
                SELECT e.event_id, e.place, e.admitted_at, b.quota,
                       row_number() OVER (PARTITION BY e.event_id ORDER BY e.admitted_at, e.rank)
                           - b.before - extract(epoch FROM e.admitted_at - b.since) * b.per_second AS surplus,
                       row_number() OVER (PARTITION BY e.event_id ORDER BY e.admitted_at, e.rank) AS n
                FROM waiting_entry e JOIN budget b
                  ON b.event_id = e.event_id AND e.admitted_at >= b.since AND (b.until IS NULL OR e.admitted_at < b.until)
                WHERE e.admitted_at IS NOT NULL AND e.from_line)
            SELECT event_id, place, admitted_at FROM (
                SELECT x.*, x.surplus - min(x.surplus) OVER (PARTITION BY x.event_id ORDER BY x.n) + 1 AS worst
                FROM numbered x) y
            WHERE worst > quota + 0.001
            """);

    private static final Invariant CAP = new Invariant(
            "admissions-keep-the-cap",
            "S10",
            "Nobody was admitted from the line while as many admissions as the cap were alive.",
            """
            WITH move AS (
                SELECT event_id, place, admitted_at AS at, 1 AS by, from_line FROM waiting_entry
                WHERE admitted_at IS NOT NULL
                UNION ALL
                SELECT event_id, place, ended_at, -1, false FROM waiting_entry
                WHERE admitted_at IS NOT NULL AND ended_at IS NOT NULL),
            counted AS (
                SELECT m.*, sum(by) OVER (PARTITION BY event_id ORDER BY at, by, place) AS active FROM move m)
            SELECT c.event_id, c.place, c.at, c.active, r.cap FROM counted c CROSS JOIN LATERAL (
                SELECT w.cap FROM waiting_rate w WHERE w.event_id = c.event_id AND w.since <= c.at
                ORDER BY w.since DESC LIMIT 1) r
            WHERE c.by = 1 AND c.from_line AND c.active > r.cap
            """);

    /** An end is dated by the beginning of the statement that made it, which may have waited for the reservation: 5 s. */
    private static final Invariant ADMITTED = new Invariant(
            "reservations-were-admitted",
            "S11",
            "A reservation made while the waiting room is active has an admission of its owner that lived then, or was"
                    + " an offer of the waitlist.",
            """
            SELECT r.id AS reservation_id, r.event_id, r.created_at FROM waiting_room w
            JOIN reservation r ON r.event_id = w.event_id AND r.created_at >= w.active_since
            WHERE w.phase <> 'IDLE' AND NOT EXISTS (
                SELECT 1 FROM waiting_entry a
                WHERE a.admission_id = r.admission_id AND a.event_id = r.event_id AND a.account_id = r.account_id
                  AND a.generation = w.generation AND a.admitted_at <= r.created_at
                  AND r.created_at <= least(a.expires_at, a.ended_at) + interval '5 seconds')
              AND NOT EXISTS (SELECT 1 FROM waitlist_entry l WHERE l.reservation_id = r.id)
            """);

    private static final Invariant PLACES = new Invariant(
            "places-are-kept",
            "S12",
            "A place is given once, in the order of coming, and nobody is admitted past somebody who waits before.",
            """
            SELECT event_id, rank AS in_line, min(place) AS place, 'given twice' AS what FROM waiting_entry
            WHERE rank IS NOT NULL GROUP BY event_id, rank HAVING count(*) > 1
            UNION ALL
            SELECT event_id, NULL, min(place), 'two places' FROM waiting_entry
            WHERE state IN ('LOBBY', 'WAITING', 'ADMITTED') GROUP BY event_id, account_id HAVING count(*) > 1
            UNION ALL
            SELECT w.event_id, w.rank, w.place, 'passed over' FROM waiting_entry w
            JOIN (SELECT event_id, generation, max(rank) AS rank FROM waiting_entry
                  WHERE admitted_at IS NOT NULL AND from_line GROUP BY event_id, generation) a
              ON a.event_id = w.event_id AND a.generation = w.generation AND w.rank < a.rank
            WHERE w.state = 'WAITING'
            UNION ALL
            SELECT event_id, rank, place, 'out of order' FROM (
                SELECT event_id, rank, place, joined_at,
                       max(joined_at) OVER (PARTITION BY event_id ORDER BY place) AS latest FROM waiting_entry) x
            WHERE joined_at < latest - interval '1 second'
            """);

    static final List<Invariant> ALL = List.of(RATE, CAP, ADMITTED, PLACES);

    private WaitingRoomInvariants() {}
}
