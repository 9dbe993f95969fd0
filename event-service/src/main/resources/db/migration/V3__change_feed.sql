-- What seat-service must know, in the order in which it became true.
CREATE SEQUENCE change_number;

CREATE TABLE change (
    number     bigint PRIMARY KEY,
    event_id   uuid        NOT NULL REFERENCES event,
    event      json        NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);

-- Names this feed: a reader whose cursor belongs to another one starts over.
CREATE TABLE change_feed (
    incarnation uuid NOT NULL DEFAULT gen_random_uuid(),
    only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one)
);
INSERT INTO change_feed DEFAULT VALUES;

CREATE FUNCTION iso_instant(at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- Writes the event as it now is into the feed. The lock is kept until commit, so numbers become visible in their order:
-- a reader that has seen number n never finds a smaller one later. Call it as the last act of a transaction that
-- changes one event; rows are always locked before this lock, never after it.
CREATE FUNCTION record_change(changed uuid) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    drawn bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('event.change'));
    INSERT INTO change (number, event_id, event)
    SELECT nextval('change_number'), e.id, json_build_object(
        'id', e.id,
        'titleKo', e.title_ko,
        'titleEn', e.title_en,
        'venueKo', v.name_ko,
        'venueEn', v.name_en,
        'startsAt', iso_instant(e.starts_at),
        'endsAt', iso_instant(e.ends_at),
        'state', e.state,
        'saleStopped', e.sale_stopped,
        'saleWindows', (
            SELECT json_agg(json_build_object('opensAt', iso_instant(w.opens_at), 'closesAt', iso_instant(w.closes_at))
                            ORDER BY w.position)
            FROM sale_window w WHERE w.event_id = e.id),
        'maxSeatsPerPerson', e.max_seats_per_person,
        'planId', e.plan_id,
        'planVersion', e.plan_version,
        'priceTiers', (
            SELECT json_agg(json_build_object('name', t.name, 'price', t.price) ORDER BY t.position)
            FROM price_tier t WHERE t.event_id = e.id))
    FROM event e
    JOIN seating_plan p ON p.id = e.plan_id AND p.version = e.plan_version
    JOIN venue v ON v.id = p.venue_id
    WHERE e.id = changed
    RETURNING number INTO STRICT drawn;
    RETURN drawn;
END
$$;
