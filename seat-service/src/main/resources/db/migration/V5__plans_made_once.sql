-- A reservation is a dozen small statements. Each was planned anew every time, because a plan for a list of one seat looks
-- cheaper than one for any list, and functions in language sql are planned at every call: half of the time of a
-- reservation went into planning. One plan serves any list as well.

CREATE OR REPLACE FUNCTION reservation_view(r reservation) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    c_iso CONSTANT text := 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';
BEGIN
    RETURN r.document || jsonb_strip_nulls(jsonb_build_object(
        'id', r.id, 'number', r.number, 'amount', r.amount,
        'status', CASE WHEN r.status = 'PENDING' AND r.expires_at <= clock_timestamp() THEN 'EXPIRED' ELSE r.status END,
        'createdAt', to_char(r.created_at AT TIME ZONE 'UTC', c_iso),
        'expiresAt', to_char(r.expires_at AT TIME ZONE 'UTC', c_iso),
        'confirmedAt', to_char(r.confirmed_at AT TIME ZONE 'UTC', c_iso),
        'cancelledAt', CASE WHEN r.status = 'CANCELLED' THEN to_char(r.ended_at AT TIME ZONE 'UTC', c_iso) END));
END $$;

-- As before, with locking and looking in one statement: a row is looked at as it is once its lock is there.
CREATE OR REPLACE FUNCTION lock_seats(
    p_event uuid, p_wanted int[], p_others int[], OUT locked int, OUT taken int[], OUT clash boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    r        reservation;
    v_now    timestamptz := clock_timestamp();
    v_named  int[] := p_wanted || p_others;
    v_all    int[] := p_wanted || p_others;
    v_lapsed uuid[];
    v_behind uuid[];
BEGIN
    SELECT array_agg(DISTINCT s.reservation_id) INTO v_lapsed FROM seat s
    WHERE s.event_id = p_event AND s.position = ANY (p_wanted) AND s.state = 1 AND s.free_at <= v_now;
    IF v_lapsed IS NOT NULL THEN
        -- One list, so that the index leads to these seats only and not through the whole event.
        SELECT v_named || coalesce(array_agg(x.position), '{}') INTO v_all
        FROM reservation_seat x WHERE x.reservation_id = ANY (v_lapsed) AND x.live;
    END IF;

    SELECT count(*) FILTER (WHERE s.position = ANY (v_named)),
           -- While its owner pays a seat has no free_at, and nothing compared with NULL is true or false.
           array_agg(s.position) FILTER (WHERE s.position = ANY (p_wanted) AND NOT (
               s.state = 0 OR (s.state = 1 AND s.free_at IS NOT NULL AND s.free_at <= clock_timestamp()))),
           array_agg(DISTINCT s.reservation_id)
               FILTER (WHERE s.position = ANY (p_wanted) AND s.state = 1 AND s.free_at <= clock_timestamp())
    INTO locked, taken, v_behind FROM (
        SELECT x.position, x.state, x.free_at, x.reservation_id FROM seat x
        WHERE x.event_id = p_event AND x.position = ANY (v_all) ORDER BY x.position FOR NO KEY UPDATE) s;
    clash := v_behind IS NOT NULL AND NOT v_behind <@ coalesce(v_lapsed, '{}');
    IF taken IS NULL AND v_behind IS NOT NULL AND NOT clash THEN
        FOR r IN SELECT * FROM reservation x WHERE x.id = ANY (v_behind) ORDER BY x.id FOR UPDATE LOOP
            PERFORM end_reservation(r, 'EXPIRED', 'system', clock_timestamp());
        END LOOP;
    END IF;
END $$;

ALTER FUNCTION reserve(uuid, bigint, uuid, uuid, text, int[], int, int, jsonb, text, int, int, text, bytea)
    SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION start_payment(uuid, uuid, uuid, text, text, bytea) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION settle_payment(uuid, boolean, text) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION cancel(uuid, uuid, text, bytea) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION cancel_for_event(uuid) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION expire(uuid) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION block_seats(uuid, uuid, int[], int[]) SET plan_cache_mode = force_generic_plan;
