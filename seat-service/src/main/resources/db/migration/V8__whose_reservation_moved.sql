-- Whoever applies a seat change can tell the buyer's own page what became of the reservation. Freed seats do not know
-- whose they were, so the row does; for held and sold ones the seat itself knows.
ALTER TABLE seat_outbox ADD COLUMN reservation_id uuid;

-- Changes the state of seats that the caller has locked and tells the outbox.
CREATE OR REPLACE FUNCTION set_seats(
    p_event uuid, p_positions int[], p_state int, p_reservation uuid, p_owner text, p_free_at timestamptz,
    p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_before uuid;
BEGIN
    -- All seats of one call belong to one reservation, or to none.
    SELECT reservation_id INTO v_before FROM seat WHERE event_id = p_event AND position = p_positions[1];
    WITH changed AS (
        UPDATE seat SET state = p_state, reservation_id = p_reservation, free_at = p_free_at, revision = revision + 1
        WHERE event_id = p_event AND position = ANY (p_positions)
        RETURNING position, revision)
    INSERT INTO seat_outbox (event_id, positions, revisions, state, owner, free_at, created_at, reservation_id)
    SELECT p_event, array_agg(position ORDER BY position), array_agg(revision ORDER BY position), p_state, p_owner,
           p_free_at, p_now, coalesce(p_reservation, v_before)
    FROM changed;
END $$;

-- The oldest rows of these events, each with the reservation it is about as that is now.
CREATE FUNCTION outbox_of(p_events uuid[], p_limit int)
    RETURNS TABLE (id bigint, event_id uuid, positions int[], revisions bigint[], state smallint, owner text,
                   free_at timestamptz, reservation_id uuid, account_id uuid, status text) LANGUAGE sql STABLE AS $$
    SELECT o.id, o.event_id, o.positions, o.revisions, o.state, o.owner, o.free_at, r.id, r.account_id, r.status
    FROM (SELECT * FROM seat_outbox WHERE seat_outbox.event_id = ANY (p_events) ORDER BY seat_outbox.id LIMIT p_limit) o
    LEFT JOIN LATERAL (
        SELECT found.id, found.account_id, found.status FROM reservation found
        WHERE found.id = coalesce(o.reservation_id,
            (SELECT s.reservation_id FROM seat s WHERE s.event_id = o.event_id AND s.position = o.positions[1]))) r ON true
    ORDER BY o.id
$$;

-- A plan made while the tables were empty may not read all of them when they have grown.
ALTER FUNCTION outbox_of(uuid[], int) SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off;
