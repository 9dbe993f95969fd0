-- Each function is one business act in one round trip. All lock in the same order: the (event, account) lock, seats by
-- position, reservations by id, payments. They are VOLATILE PL/pgSQL under READ COMMITTED, so each statement sees what
-- committed before it, in particular after waiting for a lock. Time is the database's own.

CREATE FUNCTION iso(t timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- What the owner of a reservation sees of it. Lapsed but unswept holds are shown as expired.
CREATE FUNCTION reservation_view(r reservation) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT r.document || jsonb_strip_nulls(jsonb_build_object(
        'id', r.id, 'number', r.number, 'amount', r.amount,
        'status', CASE WHEN r.status = 'PENDING' AND r.expires_at <= clock_timestamp() THEN 'EXPIRED' ELSE r.status END,
        'createdAt', iso(r.created_at), 'expiresAt', iso(r.expires_at),
        'confirmedAt', iso(r.confirmed_at),
        'cancelledAt', CASE WHEN r.status = 'CANCELLED' THEN iso(r.ended_at) END))
$$;

-- Changes the state of seats that the caller has locked and tells the outbox.
CREATE FUNCTION set_seats(
    p_event uuid, p_positions int[], p_state int, p_reservation uuid, p_owner text, p_free_at timestamptz,
    p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH changed AS (
        UPDATE seat SET state = p_state, reservation_id = p_reservation, free_at = p_free_at, revision = revision + 1
        WHERE event_id = p_event AND position = ANY (p_positions)
        RETURNING position, revision)
    INSERT INTO seat_outbox (event_id, positions, revisions, state, owner, free_at, created_at)
    SELECT p_event, array_agg(position ORDER BY position), array_agg(revision ORDER BY position), p_state, p_owner,
           p_free_at, p_now
    FROM changed;
END $$;

-- Ends a reservation whose seats and row the caller has locked, and frees its seats.
CREATE FUNCTION end_reservation(
    r reservation, p_status text, p_actor text, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_positions int[];
BEGIN
    UPDATE reservation SET status = p_status, ended_at = p_now WHERE id = r.id;
    WITH ended AS (
        UPDATE reservation_seat SET live = false WHERE reservation_id = r.id AND live RETURNING position)
    SELECT array_agg(position) INTO v_positions FROM ended;
    PERFORM set_seats(r.event_id, v_positions, 0, NULL, '', NULL, p_now);
    INSERT INTO timeline (reservation_id, at, kind, actor) VALUES (r.id, p_now, lower(p_status), p_actor);
    IF p_status = 'CANCELLED' THEN
        UPDATE payment SET status = 'REFUND_DUE' WHERE reservation_id = r.id AND status = 'CAPTURED';
    END IF;
END $$;

-- Locks a reservation after its seats; NULL when there is none.
CREATE FUNCTION lock_reservation(p_reservation uuid) RETURNS reservation LANGUAGE plpgsql AS $$
DECLARE
    r reservation;
BEGIN
    PERFORM 1 FROM seat s JOIN reservation_seat x ON x.event_id = s.event_id AND x.position = s.position
    WHERE x.reservation_id = p_reservation AND x.live ORDER BY s.position FOR UPDATE OF s;
    SELECT * INTO r FROM reservation WHERE id = p_reservation FOR UPDATE;
    RETURN r;
END $$;

-- What is stored under a request's key: NULL for nothing, REPLAY (status, body), IN_FLIGHT, or KEY_REUSED when the key
-- named something else.
CREATE FUNCTION stored_answer(
    p_account uuid, p_key text, p_operation text, p_body_hash bytea,
    OUT outcome text, OUT status int, OUT body jsonb) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    k idempotency;
BEGIN
    SELECT * INTO k FROM idempotency i WHERE i.account_id = p_account AND i.key = p_key;
    IF NOT FOUND THEN RETURN; END IF;
    IF k.operation <> p_operation OR k.body_hash <> p_body_hash THEN outcome := 'KEY_REUSED'; RETURN; END IF;
    outcome := CASE WHEN k.status IS NULL THEN 'IN_FLIGHT' ELSE 'REPLAY' END;
    status := k.status;
    body := k.body;
END $$;

-- Reserve: all the seats or none. Outcomes: PLACED and REPLAY (status, body), KEY_REUSED, IN_FLIGHT, UNKNOWN_EVENT,
-- STALE (the caller's copy of the event's rules is old), EVENT_CANCELLED, SALE_STOPPED, SALE_NOT_OPEN, SALE_CLOSED,
-- LIMIT (number = seats this person has), UNKNOWN_SEATS, TAKEN (positions), RETRY.
CREATE FUNCTION reserve(
    p_event uuid, p_change bigint, p_account uuid, p_reservation uuid, p_number text, p_positions int[], p_amount int,
    p_document jsonb, p_owner text, p_hold_ms int, p_delay_ms int, p_key text, p_body_hash bytea,
    OUT outcome text, OUT status int, OUT body jsonb, OUT taken int[], OUT number int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    e        event;
    r        reservation;
    v_now    timestamptz;
    v_lapsed uuid[];
    v_behind uuid[];
    v_locked int;
    v_limit  int;
BEGIN
    -- One person's requests for one event go one after the other, so that the limit counts every earlier one.
    PERFORM pg_advisory_xact_lock(hashtextextended(p_event::text || p_account::text, 0));
    SELECT * INTO outcome, status, body FROM stored_answer(p_account, p_key, 'RESERVE', p_body_hash);
    IF outcome IS NOT NULL THEN RETURN; END IF;

    SELECT * INTO e FROM event WHERE id = p_event;
    IF NOT FOUND THEN outcome := 'UNKNOWN_EVENT'; RETURN; END IF;
    IF e.state = 'CANCELLED' THEN outcome := 'EVENT_CANCELLED'; RETURN; END IF;
    IF e.sale_stopped THEN outcome := 'SALE_STOPPED'; RETURN; END IF;
    IF e.change_number <> p_change THEN outcome := 'STALE'; RETURN; END IF;
    v_now := clock_timestamp();
    IF NOT EXISTS (SELECT 1 FROM sale_window w
                   WHERE w.event_id = p_event AND w.opens_at <= v_now AND v_now < w.closes_at) THEN
        outcome := CASE WHEN EXISTS (SELECT 1 FROM sale_window w WHERE w.event_id = p_event AND w.opens_at > v_now)
                        THEN 'SALE_NOT_OPEN' ELSE 'SALE_CLOSED' END;
        RETURN;
    END IF;

    v_limit := e.max_seats_per_person;
    SELECT coalesce(sum(x.seat_count), 0) INTO number FROM reservation x
    WHERE x.event_id = p_event AND x.account_id = p_account
      AND (x.status IN ('PAYING', 'CONFIRMED') OR (x.status = 'PENDING' AND x.expires_at > v_now));
    IF number + cardinality(p_positions) > v_limit THEN outcome := 'LIMIT'; RETURN; END IF;

    -- Lapsed holds behind the seats end with this act; their other seats are locked in the same sorted pass.
    SELECT coalesce(array_agg(DISTINCT s.reservation_id), '{}') INTO v_lapsed FROM seat s
    WHERE s.event_id = p_event AND s.position = ANY (p_positions) AND s.state = 1 AND s.free_at <= v_now;
    PERFORM 1 FROM seat s
    WHERE s.event_id = p_event AND (s.position = ANY (p_positions) OR s.position IN (
        SELECT x.position FROM reservation_seat x WHERE x.reservation_id = ANY (v_lapsed) AND x.live))
    ORDER BY s.position FOR UPDATE;

    v_now := clock_timestamp();
    SELECT count(*), array_agg(s.position ORDER BY s.position)
               FILTER (WHERE NOT (s.state = 0 OR (s.state = 1 AND s.free_at <= v_now))),
           array_agg(DISTINCT s.reservation_id) FILTER (WHERE s.state = 1)
    INTO v_locked, taken, v_behind FROM seat s WHERE s.event_id = p_event AND s.position = ANY (p_positions);
    IF v_locked <> cardinality(p_positions) THEN outcome := 'UNKNOWN_SEATS'; RETURN; END IF;
    IF taken IS NOT NULL THEN outcome := 'TAKEN'; RETURN; END IF;
    IF v_behind IS NOT NULL THEN
        IF NOT v_behind <@ v_lapsed THEN outcome := 'RETRY'; RETURN; END IF;
        FOR r IN SELECT * FROM reservation x WHERE x.id = ANY (v_behind) ORDER BY x.id FOR UPDATE LOOP
            PERFORM end_reservation(r, 'EXPIRED', 'system', v_now);
        END LOOP;
    END IF;

    INSERT INTO reservation (id, number, event_id, account_id, status, seat_count, amount, document, owner, created_at,
                             expires_at, free_at)
    VALUES (p_reservation, p_number, p_event, p_account, 'PENDING', cardinality(p_positions), p_amount, p_document,
            p_owner, v_now, v_now + make_interval(secs => p_hold_ms / 1000.0),
            v_now + make_interval(secs => (p_hold_ms + p_delay_ms) / 1000.0))
    RETURNING * INTO r;
    INSERT INTO reservation_seat (reservation_id, event_id, position, live)
    SELECT p_reservation, p_event, unnest(p_positions), true;
    PERFORM set_seats(p_event, p_positions, 1, p_reservation, p_owner, r.free_at, v_now);
    INSERT INTO timeline (reservation_id, at, kind, actor) VALUES (p_reservation, v_now, 'reserved', 'buyer');
    outcome := 'PLACED';
    status := 201;
    body := reservation_view(r);
    INSERT INTO idempotency (account_id, key, operation, body_hash, status, body, created_at)
    VALUES (p_account, p_key, 'RESERVE', p_body_hash, status, body, v_now);
END $$;

-- Expire one reservation if its time has come; true when it did.
CREATE FUNCTION expire(p_reservation uuid) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    r reservation;
BEGIN
    r := lock_reservation(p_reservation);
    IF r.id IS NULL OR r.status <> 'PENDING' OR r.free_at > clock_timestamp() THEN RETURN false; END IF;
    PERFORM end_reservation(r, 'EXPIRED', 'system', clock_timestamp());
    RETURN true;
END $$;

-- Begin a payment attempt. Outcomes: STARTED (amount), REPLAY, KEY_REUSED, IN_FLIGHT, NOT_FOUND, LAPSED,
-- NOT_PAYABLE (body: the reservation as it is).
CREATE FUNCTION start_payment(
    p_reservation uuid, p_account uuid, p_payment uuid, p_method text, p_key text, p_body_hash bytea,
    OUT outcome text, OUT status int, OUT body jsonb, OUT amount int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    r     reservation;
    v_now timestamptz;
    v_positions int[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_account::text || p_key, 1));
    SELECT * INTO outcome, status, body FROM stored_answer(p_account, p_key, 'PAY', p_body_hash);
    IF outcome IS NOT NULL THEN RETURN; END IF;
    -- Owner first: nobody may hold locks on, or learn of, what belongs to somebody else.
    IF NOT EXISTS (SELECT 1 FROM reservation x WHERE x.id = p_reservation AND x.account_id = p_account) THEN
        outcome := 'NOT_FOUND'; RETURN;
    END IF;
    r := lock_reservation(p_reservation);
    v_now := clock_timestamp();
    IF r.status = 'EXPIRED' OR (r.status = 'PENDING' AND r.expires_at <= v_now) THEN outcome := 'LAPSED'; RETURN; END IF;
    IF r.status <> 'PENDING' THEN outcome := 'NOT_PAYABLE'; body := reservation_view(r); RETURN; END IF;

    UPDATE reservation SET status = 'PAYING' WHERE id = r.id;
    SELECT array_agg(x.position) INTO v_positions FROM reservation_seat x WHERE x.reservation_id = r.id AND x.live;
    PERFORM set_seats(r.event_id, v_positions, 1, r.id, r.owner, NULL, v_now);
    INSERT INTO payment (id, reservation_id, method, amount, status, idempotency_key, account_id, started_at)
    VALUES (p_payment, r.id, p_method, r.amount, 'STARTED', p_key, p_account, v_now);
    INSERT INTO idempotency (account_id, key, operation, body_hash, created_at)
    VALUES (p_account, p_key, 'PAY', p_body_hash, v_now);
    INSERT INTO timeline (reservation_id, at, kind, actor) VALUES (r.id, v_now, 'payment-started', 'buyer');
    outcome := 'STARTED';
    amount := r.amount;
END $$;

-- Settle an attempt with the provider's word. Repeating it changes nothing and gives the same answer. Outcomes:
-- SETTLED (status 200 or 402, body), NOT_FOUND.
CREATE FUNCTION settle_payment(
    p_payment uuid, p_captured boolean, p_reference text,
    OUT outcome text, OUT status int, OUT body jsonb, OUT event_id uuid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    r     reservation;
    p     payment;
    v_now timestamptz;
    v_positions int[];
BEGIN
    SELECT * INTO p FROM payment x WHERE x.id = p_payment;
    IF NOT FOUND THEN outcome := 'NOT_FOUND'; RETURN; END IF;
    r := lock_reservation(p.reservation_id);
    SELECT * INTO p FROM payment x WHERE x.id = p_payment FOR UPDATE;
    v_now := clock_timestamp();
    outcome := 'SETTLED';
    event_id := r.event_id;
    IF p.status = 'STARTED' THEN
        SELECT array_agg(x.position) INTO v_positions FROM reservation_seat x WHERE x.reservation_id = r.id AND x.live;
        IF p_captured THEN
            UPDATE reservation SET status = 'CONFIRMED', confirmed_at = v_now WHERE id = r.id RETURNING * INTO r;
            PERFORM set_seats(r.event_id, v_positions, 2, r.id, r.owner, NULL, v_now);
        ELSE
            UPDATE reservation SET status = 'PENDING' WHERE id = r.id RETURNING * INTO r;
            PERFORM set_seats(r.event_id, v_positions, 1, r.id, r.owner, r.free_at, v_now);
        END IF;
        UPDATE payment SET status = CASE WHEN p_captured THEN 'CAPTURED' ELSE 'DECLINED' END,
                           provider_reference = p_reference, settled_at = v_now
        WHERE id = p_payment;
        INSERT INTO timeline (reservation_id, at, kind, actor)
        VALUES (r.id, v_now, CASE WHEN p_captured THEN 'confirmed' ELSE 'payment-declined' END, 'provider');
        UPDATE idempotency i
        SET status = CASE WHEN p_captured THEN 200 ELSE 402 END, body = reservation_view(r)
        WHERE i.account_id = p.account_id AND i.key = p.idempotency_key;
    END IF;
    SELECT i.status, i.body INTO status, body FROM idempotency i
    WHERE i.account_id = p.account_id AND i.key = p.idempotency_key;
    -- A key that was cleared after its day: the reservation itself still tells.
    IF status IS NULL THEN
        status := CASE WHEN p.status = 'DECLINED' THEN 402 ELSE 200 END;
        body := reservation_view(r);
    END IF;
END $$;

-- Cancel by the buyer. Outcomes: CANCELLED and REPLAY (status, body), KEY_REUSED, NOT_FOUND, PAYING, LAPSED, ENDED.
CREATE FUNCTION cancel(
    p_reservation uuid, p_account uuid, p_key text, p_body_hash bytea,
    OUT outcome text, OUT status int, OUT body jsonb, OUT event_id uuid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    r     reservation;
    v_now timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_account::text || p_key, 1));
    SELECT * INTO outcome, status, body FROM stored_answer(p_account, p_key, 'CANCEL', p_body_hash);
    IF outcome IS NOT NULL THEN RETURN; END IF;
    IF NOT EXISTS (SELECT 1 FROM reservation x WHERE x.id = p_reservation AND x.account_id = p_account) THEN
        outcome := 'NOT_FOUND'; RETURN;
    END IF;
    r := lock_reservation(p_reservation);
    v_now := clock_timestamp();
    event_id := r.event_id;
    IF r.status = 'PAYING' THEN outcome := 'PAYING'; RETURN; END IF;
    IF r.status = 'EXPIRED' OR (r.status = 'PENDING' AND r.expires_at <= v_now) THEN outcome := 'LAPSED'; RETURN; END IF;
    IF r.status = 'CANCELLED' THEN outcome := 'ENDED'; RETURN; END IF;
    PERFORM end_reservation(r, 'CANCELLED', 'buyer', v_now);
    SELECT * INTO r FROM reservation x WHERE x.id = p_reservation;
    outcome := 'CANCELLED';
    status := 200;
    body := reservation_view(r);
    INSERT INTO idempotency (account_id, key, operation, body_hash, status, body, created_at)
    VALUES (p_account, p_key, 'CANCEL', p_body_hash, status, body, v_now);
END $$;

-- Cancel one live reservation of a cancelled event; one that is paying waits for its answer. True when it did.
CREATE FUNCTION cancel_for_event(p_reservation uuid) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    r reservation;
BEGIN
    r := lock_reservation(p_reservation);
    IF r.status NOT IN ('PENDING', 'CONFIRMED')
       OR NOT EXISTS (SELECT 1 FROM event e WHERE e.id = r.event_id AND e.state = 'CANCELLED') THEN
        RETURN false;
    END IF;
    PERFORM end_reservation(r, 'CANCELLED', 'event', clock_timestamp());
    RETURN true;
END $$;
