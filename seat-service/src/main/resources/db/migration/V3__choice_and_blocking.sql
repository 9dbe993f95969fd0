-- Standing places by count, and seats taken out of the sale. Locking and looking at seats is one function for both.
-- Paying takes the lock of the limit, too.

-- Locks seats in order of position and ends the lapsed holds behind the wanted ones, whose other seats are locked in the
-- same pass. locked: how many of the seats exist. taken: those wanted that somebody has, NULL for none. clash: a hold has
-- lapsed since the locks were taken; try again.
CREATE FUNCTION lock_seats(
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
    SELECT coalesce(array_agg(DISTINCT s.reservation_id), '{}') INTO v_lapsed FROM seat s
    WHERE s.event_id = p_event AND s.position = ANY (p_wanted) AND s.state = 1 AND s.free_at <= v_now;
    IF v_lapsed <> '{}' THEN
        -- One list, so that the index leads to these seats only and not through the whole event.
        SELECT v_named || coalesce(array_agg(x.position), '{}') INTO v_all
        FROM reservation_seat x WHERE x.reservation_id = ANY (v_lapsed) AND x.live;
    END IF;
    PERFORM 1 FROM seat s WHERE s.event_id = p_event AND s.position = ANY (v_all)
    ORDER BY s.position FOR NO KEY UPDATE;

    v_now := clock_timestamp();
    SELECT count(*), array_agg(s.position ORDER BY s.position)
               -- While its owner pays a seat has no free_at, and nothing compared with NULL is true or false.
               FILTER (WHERE s.position = ANY (p_wanted)
                   AND NOT (s.state = 0 OR (s.state = 1 AND s.free_at IS NOT NULL AND s.free_at <= v_now))),
           array_agg(DISTINCT s.reservation_id)
               FILTER (WHERE s.position = ANY (p_wanted) AND s.state = 1 AND s.free_at <= v_now)
    INTO locked, taken, v_behind FROM seat s WHERE s.event_id = p_event AND s.position = ANY (v_named);
    clash := v_behind IS NOT NULL AND NOT v_behind <@ v_lapsed;
    IF taken IS NULL AND v_behind IS NOT NULL AND NOT clash THEN
        FOR r IN SELECT * FROM reservation x WHERE x.id = ANY (v_behind) ORDER BY x.id FOR UPDATE LOOP
            PERFORM end_reservation(r, 'EXPIRED', 'system', v_now);
        END LOOP;
    END IF;
END $$;

DROP FUNCTION reserve(uuid, bigint, uuid, uuid, text, int[], int, jsonb, text, int, int, text, bytea);

-- Reserve: all the seats or none; with p_pick > 0 any so many of them, whichever are free and nobody is busy with.
-- Outcomes: PLACED and REPLAY (status, body), KEY_REUSED, IN_FLIGHT, UNKNOWN_EVENT, STALE (the caller's copy of the
-- event's rules is old), EVENT_CANCELLED, SALE_STOPPED, SALE_NOT_OPEN, SALE_CLOSED, LIMIT (number = seats this person
-- has), UNKNOWN_SEATS, TAKEN (positions), RETRY.
CREATE FUNCTION reserve(
    p_event uuid, p_change bigint, p_account uuid, p_reservation uuid, p_number text, p_positions int[], p_pick int,
    p_amount int, p_document jsonb, p_owner text, p_hold_ms int, p_delay_ms int, p_key text, p_body_hash bytea,
    OUT outcome text, OUT status int, OUT body jsonb, OUT taken int[], OUT number int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    e         event;
    r         reservation;
    v_now     timestamptz;
    v_seats   int[] := p_positions;
    v_count   int := CASE WHEN p_pick > 0 THEN p_pick ELSE cardinality(p_positions) END;
    v_locked  int;
    v_clash   boolean;
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

    SELECT coalesce(sum(x.seat_count), 0) INTO number FROM reservation x
    WHERE x.event_id = p_event AND x.account_id = p_account
      AND (x.status IN ('PAYING', 'CONFIRMED') OR (x.status = 'PENDING' AND x.expires_at > v_now));
    IF number + v_count > e.max_seats_per_person THEN outcome := 'LIMIT'; RETURN; END IF;

    IF p_pick > 0 THEN
        -- Lapsed holds are left to the sweep here: there are other places, and no choice among equals to honour.
        SELECT array_agg(s.position ORDER BY s.position) INTO v_seats FROM (
            SELECT x.position FROM seat x
            WHERE x.event_id = p_event AND x.position = ANY (p_positions) AND x.state = 0
            LIMIT p_pick FOR NO KEY UPDATE SKIP LOCKED) s;
        IF coalesce(cardinality(v_seats), 0) < p_pick THEN
            outcome := 'TAKEN';
            SELECT coalesce(array_agg(s.position), '{}') INTO taken FROM seat s
            WHERE s.event_id = p_event AND s.position = ANY (p_positions) AND s.state <> 0;
            RETURN;
        END IF;
    ELSE
        IF v_count = 0 THEN outcome := 'TAKEN'; taken := '{}'; RETURN; END IF;
        SELECT * INTO v_locked, taken, v_clash FROM lock_seats(p_event, p_positions, '{}');
        IF v_locked <> v_count THEN outcome := 'UNKNOWN_SEATS'; RETURN; END IF;
        IF taken IS NOT NULL THEN outcome := 'TAKEN'; RETURN; END IF;
        IF v_clash THEN outcome := 'RETRY'; RETURN; END IF;
    END IF;

    v_now := clock_timestamp();
    INSERT INTO reservation (id, number, event_id, account_id, status, seat_count, amount, document, owner, created_at,
                             expires_at, free_at)
    VALUES (p_reservation, p_number, p_event, p_account, 'PENDING', v_count, p_amount, p_document, p_owner, v_now,
            v_now + make_interval(secs => p_hold_ms / 1000.0),
            v_now + make_interval(secs => (p_hold_ms + p_delay_ms) / 1000.0))
    RETURNING * INTO r;
    INSERT INTO reservation_seat (reservation_id, event_id, position, live)
    SELECT p_reservation, p_event, unnest(v_seats), true;
    PERFORM set_seats(p_event, v_seats, 1, p_reservation, p_owner, r.free_at, v_now);
    INSERT INTO timeline (reservation_id, at, kind, actor) VALUES (p_reservation, v_now, 'reserved', 'buyer');
    outcome := 'PLACED';
    status := 201;
    body := reservation_view(r);
    INSERT INTO idempotency (account_id, key, operation, body_hash, status, body, created_at)
    VALUES (p_account, p_key, 'RESERVE', p_body_hash, status, body, v_now);
END $$;

-- Begin a payment attempt. Outcomes: STARTED (amount), REPLAY, KEY_REUSED, IN_FLIGHT, NOT_FOUND, LAPSED,
-- NOT_PAYABLE (body: the reservation as it is).
CREATE OR REPLACE FUNCTION start_payment(
    p_reservation uuid, p_account uuid, p_payment uuid, p_method text, p_key text, p_body_hash bytea,
    OUT outcome text, OUT status int, OUT body jsonb, OUT amount int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    r     reservation;
    v_now timestamptz;
    v_event uuid;
    v_positions int[];
BEGIN
    -- The lock of the limit first: a hold that lapses at this moment either is paid for, and counts for reserve, or not.
    SELECT x.event_id INTO v_event FROM reservation x WHERE x.id = p_reservation AND x.account_id = p_account;
    IF FOUND THEN PERFORM pg_advisory_xact_lock(hashtextextended(v_event::text || p_account::text, 0)); END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(p_account::text || p_key, 1));
    SELECT * INTO outcome, status, body FROM stored_answer(p_account, p_key, 'PAY', p_body_hash);
    IF outcome IS NOT NULL THEN RETURN; END IF;
    -- Nobody may hold locks on, or learn of, what belongs to somebody else.
    IF v_event IS NULL THEN outcome := 'NOT_FOUND'; RETURN; END IF;
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

-- Who took which seats out of the sale and who gave them back.
CREATE TABLE seat_block (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id  uuid        NOT NULL REFERENCES event,
    at        timestamptz NOT NULL,
    actor     uuid        NOT NULL,
    blocked   int[]       NOT NULL,
    unblocked int[]       NOT NULL
);
CREATE INDEX seat_block_by_event ON seat_block (event_id, id);

-- Take seats out of the sale and give others back, all or nothing; what is so already stays as it is. Outcomes: DONE
-- (blocked, unblocked: how many changed), UNKNOWN_EVENT, UNKNOWN_SEATS, TAKEN (positions that somebody has), RETRY.
CREATE FUNCTION block_seats(
    p_event uuid, p_actor uuid, p_block int[], p_unblock int[],
    OUT outcome text, OUT taken int[], OUT blocked int, OUT unblocked int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_now     timestamptz;
    v_locked  int;
    v_clash   boolean;
    v_block   int[];
    v_unblock int[];
BEGIN
    IF NOT EXISTS (SELECT 1 FROM event WHERE id = p_event) THEN outcome := 'UNKNOWN_EVENT'; RETURN; END IF;
    -- What is to be free again is locked in the same sorted pass, but may be anybody's: only blocked seats change. Seats
    -- that are blocked already count as taken here and are told apart below.
    SELECT * INTO v_locked, taken, v_clash FROM lock_seats(p_event, p_block, p_unblock);
    IF v_locked <> cardinality(p_block || p_unblock) THEN outcome := 'UNKNOWN_SEATS'; RETURN; END IF;
    IF v_clash THEN outcome := 'RETRY'; RETURN; END IF;
    SELECT array_agg(s.position ORDER BY s.position) FILTER (WHERE s.position = ANY (p_block) AND s.state IN (1, 2)),
           coalesce(array_agg(s.position) FILTER (WHERE s.position = ANY (p_block) AND s.state = 0), '{}'),
           coalesce(array_agg(s.position) FILTER (WHERE s.position = ANY (p_unblock) AND s.state = 3), '{}')
    INTO taken, v_block, v_unblock FROM seat s
    WHERE s.event_id = p_event AND s.position = ANY (p_block || p_unblock);
    IF taken IS NOT NULL THEN outcome := 'TAKEN'; RETURN; END IF;

    v_now := clock_timestamp();
    blocked := cardinality(v_block);
    unblocked := cardinality(v_unblock);
    outcome := 'DONE';
    IF blocked > 0 THEN PERFORM set_seats(p_event, v_block, 3, NULL, '', NULL, v_now); END IF;
    IF unblocked > 0 THEN PERFORM set_seats(p_event, v_unblock, 0, NULL, '', NULL, v_now); END IF;
    IF blocked + unblocked > 0 THEN
        INSERT INTO seat_block (event_id, at, actor, blocked, unblocked)
        VALUES (p_event, v_now, p_actor, v_block, v_unblock);
    END IF;
END $$;
