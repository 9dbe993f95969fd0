-- The waitlist: people wait for seats of a price tier, and seats that come back are offered to them, in the order in which
-- they joined, before anybody else can have them.
--
-- A seat that comes back where somebody waits for its tier is not free but kept: held by nobody's reservation, until the
-- waitlist has offered it or let it go, within seconds. Locks are taken in this order: the line of a tier (join, offer, let
-- go), the (event, account) lock of the limit, seats by position, reservations by id, the event's lock number 3, entries.
-- Lock number 3 is held by a join alone and by whoever frees seats together with others of that kind: so either the
-- newcomer's entry is seen by the one who frees, or the freed seats are seen when the line is looked at after the join.

ALTER TABLE reservation DROP CONSTRAINT reservation_status_check;
ALTER TABLE reservation ADD CONSTRAINT reservation_status_check
    CHECK (status IN ('OFFERED', 'PENDING', 'PAYING', 'CONFIRMED', 'EXPIRED', 'CANCELLED'));
DROP INDEX reservation_live_by_person;
CREATE INDEX reservation_live_by_person ON reservation (event_id, account_id)
    WHERE status IN ('OFFERED', 'PENDING', 'PAYING', 'CONFIRMED');
DROP INDEX reservation_lapsing;
CREATE INDEX reservation_lapsing ON reservation (free_at) WHERE status IN ('OFFERED', 'PENDING');

-- Since when a seat is kept for those who wait; NULL: it is not. Only the few kept seats are indexed, so that no other
-- change of a seat pays for it.
ALTER TABLE seat ADD COLUMN kept_at timestamptz;
ALTER TABLE seat DROP CONSTRAINT seat_check;
ALTER TABLE seat ADD CONSTRAINT seat_check
    CHECK ((state IN (1, 2)) = (reservation_id IS NOT NULL OR kept_at IS NOT NULL));
ALTER TABLE seat ADD CONSTRAINT seat_kept_check
    CHECK (kept_at IS NULL OR (state = 1 AND reservation_id IS NULL AND free_at IS NULL));
CREATE INDEX seat_kept ON seat (event_id, price_tier) WHERE kept_at IS NOT NULL;

-- What an event does differently. offer_ms: how long its offers last.
CREATE TABLE waitlist_rule (
    event_id uuid PRIMARY KEY REFERENCES event,
    offer_ms int NOT NULL CHECK (offer_ms > 0)
);

-- One row per tier that somebody ever waited for; whoever joins, offers or lets seats go locks it first. due: somebody
-- joined since the line was last looked at.
CREATE TABLE waitlist_line (
    event_id   uuid    NOT NULL,
    price_tier text    NOT NULL,
    last_place int     NOT NULL DEFAULT 0,
    due        boolean NOT NULL DEFAULT false,
    PRIMARY KEY (event_id, price_tier),
    FOREIGN KEY (event_id, price_tier) REFERENCES price_tier
);
CREATE INDEX waitlist_line_due ON waitlist_line (event_id, price_tier) WHERE due;

-- WAITING ─► OFFERED ─► ACCEPTED | DECLINED | LAPSED;  WAITING ─► LEFT | OVER_LIMIT | CLOSED;  OFFERED ─► CLOSED.
-- Who has too many seats of the event when the turn comes is OVER_LIMIT; CLOSED: the event is not sold any more.
CREATE TABLE waitlist_entry (
    event_id       uuid        NOT NULL,
    price_tier     text        NOT NULL,
    place          int         NOT NULL CHECK (place > 0),
    account_id     uuid        NOT NULL,
    group_size     int         NOT NULL CHECK (group_size > 0),
    adjacent       boolean     NOT NULL,
    state          text        NOT NULL CHECK (state IN ('WAITING', 'OFFERED', 'ACCEPTED', 'DECLINED', 'LAPSED', 'LEFT',
                                                         'OVER_LIMIT', 'CLOSED')),
    joined_at      timestamptz NOT NULL,
    offered_at     timestamptz,
    ended_at       timestamptz,
    reservation_id uuid REFERENCES reservation,
    PRIMARY KEY (event_id, price_tier, place),
    FOREIGN KEY (event_id, price_tier) REFERENCES waitlist_line,
    CHECK ((ended_at IS NULL) = (state IN ('WAITING', 'OFFERED'))),
    CHECK ((reservation_id IS NULL) = (offered_at IS NULL)),
    CHECK (state NOT IN ('OFFERED', 'ACCEPTED', 'DECLINED', 'LAPSED') OR offered_at IS NOT NULL),
    CHECK (state NOT IN ('WAITING', 'LEFT', 'OVER_LIMIT') OR offered_at IS NULL)
);
CREATE UNIQUE INDEX waitlist_entry_one_live ON waitlist_entry (account_id, event_id, price_tier)
    WHERE state IN ('WAITING', 'OFFERED');
CREATE UNIQUE INDEX waitlist_entry_offer ON waitlist_entry (reservation_id) WHERE reservation_id IS NOT NULL;
CREATE INDEX waitlist_entry_line ON waitlist_entry (event_id, price_tier, place) WHERE state = 'WAITING';
CREATE INDEX waitlist_entry_of_account ON waitlist_entry (account_id, event_id);
CREATE INDEX waitlist_entry_live ON waitlist_entry (event_id) WHERE state IN ('WAITING', 'OFFERED');

-- As before; an offer that has lapsed is shown as expired, too.
CREATE OR REPLACE FUNCTION reservation_view(r reservation) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    c_iso CONSTANT text := 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';
BEGIN
    RETURN r.document || jsonb_strip_nulls(jsonb_build_object(
        'id', r.id, 'number', r.number, 'amount', r.amount,
        'status', CASE WHEN r.status IN ('OFFERED', 'PENDING') AND r.expires_at <= clock_timestamp() THEN 'EXPIRED'
                       ELSE r.status END,
        'createdAt', to_char(r.created_at AT TIME ZONE 'UTC', c_iso),
        'expiresAt', to_char(r.expires_at AT TIME ZONE 'UTC', c_iso),
        'confirmedAt', to_char(r.confirmed_at AT TIME ZONE 'UTC', c_iso),
        'cancelledAt', CASE WHEN r.status = 'CANCELLED' THEN to_char(r.ended_at AT TIME ZONE 'UTC', c_iso) END));
END $$;

-- Changes the state of seats that the caller has locked and tells the outbox. What has a new state is not kept any more.
CREATE OR REPLACE FUNCTION set_seats(
    p_event uuid, p_positions int[], p_state int, p_reservation uuid, p_owner text, p_free_at timestamptz,
    p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_before uuid;
BEGIN
    -- All seats of one call belong to one reservation, or to none.
    SELECT reservation_id INTO v_before FROM seat WHERE event_id = p_event AND position = p_positions[1];
    WITH changed AS (
        UPDATE seat SET state = p_state, reservation_id = p_reservation, free_at = p_free_at, kept_at = NULL,
                        revision = revision + 1
        WHERE event_id = p_event AND position = ANY (p_positions)
        RETURNING position, revision)
    INSERT INTO seat_outbox (event_id, positions, revisions, state, owner, free_at, created_at, reservation_id)
    SELECT p_event, array_agg(position ORDER BY position), array_agg(revision ORDER BY position), p_state, p_owner,
           p_free_at, p_now, coalesce(p_reservation, v_before)
    FROM changed;
END $$;

-- Frees seats that the caller has locked: those of tiers that somebody waits for are kept, the others are for sale again.
CREATE FUNCTION free_seats(p_event uuid, p_positions int[], p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_kept   int[];
    v_free   int[];
    v_before uuid;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(p_event::text, 3));
    SELECT array_agg(s.position) INTO v_kept FROM seat s
    WHERE s.event_id = p_event AND s.position = ANY (p_positions) AND EXISTS (
        SELECT 1 FROM waitlist_entry w
        WHERE w.event_id = p_event AND w.price_tier = s.price_tier AND w.state = 'WAITING');
    IF v_kept IS NULL THEN
        PERFORM set_seats(p_event, p_positions, 0, NULL, '', NULL, p_now);
        RETURN;
    END IF;

    SELECT reservation_id INTO v_before FROM seat WHERE event_id = p_event AND position = v_kept[1];
    WITH changed AS (
        UPDATE seat SET state = 1, reservation_id = NULL, free_at = NULL, kept_at = p_now, revision = revision + 1
        WHERE event_id = p_event AND position = ANY (v_kept)
        RETURNING position, revision)
    INSERT INTO seat_outbox (event_id, positions, revisions, state, owner, free_at, created_at, reservation_id)
    SELECT p_event, array_agg(position ORDER BY position), array_agg(revision ORDER BY position), 1, '', NULL, p_now, v_before
    FROM changed;
    SELECT array_agg(u) INTO v_free FROM unnest(p_positions) u WHERE u <> ALL (v_kept);
    IF v_free IS NOT NULL THEN PERFORM set_seats(p_event, v_free, 0, NULL, '', NULL, p_now); END IF;
END $$;

-- Ends a reservation whose seats and row the caller has locked, and frees its seats. If it was an offer of the waitlist
-- that nobody has accepted, its entry ends with it.
CREATE OR REPLACE FUNCTION end_reservation(
    r reservation, p_status text, p_actor text, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_positions int[];
BEGIN
    UPDATE reservation SET status = p_status, ended_at = p_now WHERE id = r.id;
    WITH ended AS (
        UPDATE reservation_seat SET live = false WHERE reservation_id = r.id AND live RETURNING position)
    SELECT array_agg(position) INTO v_positions FROM ended;
    PERFORM free_seats(r.event_id, v_positions, p_now);
    INSERT INTO timeline (reservation_id, at, kind, actor) VALUES (r.id, p_now, lower(p_status), p_actor);
    IF p_status = 'CANCELLED' THEN
        UPDATE payment SET status = 'REFUND_DUE' WHERE reservation_id = r.id AND status = 'CAPTURED';
    END IF;
    IF r.status = 'OFFERED' THEN
        UPDATE waitlist_entry
        SET state = CASE WHEN p_status = 'EXPIRED' THEN 'LAPSED' WHEN p_actor = 'buyer' THEN 'DECLINED' ELSE 'CLOSED' END,
            ended_at = p_now
        WHERE reservation_id = r.id AND state = 'OFFERED';
    END IF;
END $$;

-- As before; but seats of lapsed holds that were ended here and are kept for the waitlist now are taken.
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
        SELECT array_agg(s.position) INTO taken FROM seat s
        WHERE s.event_id = p_event AND s.position = ANY (p_wanted) AND s.kept_at IS NOT NULL;
    END IF;
END $$;

-- As before, with open offers counted in the limit.
CREATE OR REPLACE FUNCTION reserve(
    p_event uuid, p_change bigint, p_account uuid, p_reservation uuid, p_number text, p_positions int[], p_pick int,
    p_amount int, p_document jsonb, p_owner text, p_hold_ms int, p_delay_ms int, p_key text, p_body_hash bytea,
    p_admission uuid DEFAULT NULL,
    OUT outcome text, OUT status int, OUT body jsonb, OUT taken int[], OUT number int) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
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

    -- A waiting room that opens waits for those who have not seen it yet.
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(p_event::text, 2));
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

    IF e.admission_generation IS NOT NULL THEN
        IF p_admission IS NULL THEN outcome := 'ADMISSION_REQUIRED'; RETURN; END IF;
        -- Kept until the end: an admission that is given up meanwhile is over after this act.
        PERFORM 1 FROM waiting_entry a
        WHERE a.admission_id = p_admission AND a.event_id = p_event AND a.account_id = p_account
          AND a.generation = e.admission_generation AND a.state = 'ADMITTED' AND a.expires_at > clock_timestamp()
        FOR SHARE;
        IF NOT FOUND THEN outcome := 'ADMISSION_EXPIRED'; RETURN; END IF;
    END IF;

    SELECT coalesce(sum(x.seat_count), 0) INTO number FROM reservation x
    WHERE x.event_id = p_event AND x.account_id = p_account
      AND (x.status IN ('PAYING', 'CONFIRMED') OR (x.status IN ('OFFERED', 'PENDING') AND x.expires_at > v_now));
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
                             expires_at, free_at, admission_id)
    VALUES (p_reservation, p_number, p_event, p_account, 'PENDING', v_count, p_amount, p_document, p_owner, v_now,
            v_now + make_interval(secs => p_hold_ms / 1000.0),
            v_now + make_interval(secs => (p_hold_ms + p_delay_ms) / 1000.0),
            CASE WHEN e.admission_generation IS NOT NULL THEN p_admission END)
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

-- As before, with open offers counted in the limit.
CREATE OR REPLACE FUNCTION reserve_batch(
    p_event uuid, p_change bigint, p_hold_ms int, p_accounts uuid[], p_reservations uuid[], p_numbers text[],
    p_seat_counts int[], p_amounts int[], p_documents jsonb[], p_owners text[], p_delays_ms int[], p_keys text[],
    p_body_hashes bytea[], p_requests int[], p_positions int[], p_admissions uuid[] DEFAULT NULL,
    OUT request int, OUT body jsonb) RETURNS SETOF record LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    c_iso CONSTANT text := 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';
    e          event;
    v_now      timestamptz := clock_timestamp();
    v_hold     interval := make_interval(secs => p_hold_ms / 1000.0);
    v_requests int[];
    v_seats    int[];
BEGIN
    IF NOT pg_try_advisory_xact_lock_shared(hashtextextended(p_event::text, 2)) THEN RETURN; END IF;
    SELECT * INTO e FROM event WHERE id = p_event;
    IF NOT FOUND OR e.state <> 'PUBLISHED' OR e.sale_stopped OR e.change_number <> p_change
       OR NOT EXISTS (SELECT 1 FROM sale_window w
                      WHERE w.event_id = p_event AND w.opens_at <= v_now AND v_now < w.closes_at) THEN
        RETURN;
    END IF;
    -- The lock of the limit per person, as reserve takes it. Each later statement sees what committed before it.
    SELECT array_agg(q.i) INTO v_requests FROM unnest(p_accounts) WITH ORDINALITY AS q (account, i)
    WHERE pg_try_advisory_xact_lock(hashtextextended(p_event::text || q.account::text, 0));
    IF e.admission_generation IS NOT NULL THEN
        SELECT array_agg(q.i) INTO v_requests
        FROM (SELECT u.i FROM unnest(p_accounts, p_admissions) WITH ORDINALITY AS u (account, admission, i)
              JOIN waiting_entry a ON a.admission_id = u.admission
              WHERE u.i = ANY (v_requests) AND a.event_id = p_event AND a.account_id = u.account
                AND a.generation = e.admission_generation AND a.state = 'ADMITTED' AND a.expires_at > clock_timestamp()
              FOR SHARE OF a SKIP LOCKED) q;
    END IF;
    -- Lapsed holds are not free here: they end with the act of whoever takes them, one at a time.
    SELECT array_agg(s.position) INTO v_seats FROM (
        SELECT x.position FROM seat x
        WHERE x.event_id = p_event AND x.position = ANY (p_positions) AND x.state = 0
        ORDER BY x.position FOR NO KEY UPDATE SKIP LOCKED) s;

    SELECT array_agg(q.i) INTO v_requests
    FROM unnest(p_accounts, p_keys, p_seat_counts) WITH ORDINALITY AS q (account, key, seats, i)
    WHERE q.i = ANY (v_requests)
      AND NOT EXISTS (SELECT 1 FROM idempotency k WHERE k.account_id = q.account AND k.key = q.key)
      AND q.seats = (SELECT count(*) FROM unnest(p_requests, p_positions) AS t (request, position)
                     WHERE t.request = q.i AND t.position = ANY (v_seats))
      AND q.seats + (SELECT coalesce(sum(x.seat_count), 0) FROM reservation x
                     WHERE x.event_id = p_event AND x.account_id = q.account
                       AND (x.status IN ('PAYING', 'CONFIRMED')
                            OR (x.status IN ('OFFERED', 'PENDING') AND x.expires_at > v_now)))
          <= e.max_seats_per_person;
    IF v_requests IS NULL THEN RETURN; END IF;

    v_now := clock_timestamp();
    INSERT INTO reservation (id, number, event_id, account_id, status, seat_count, amount, document, owner, created_at,
                             expires_at, free_at, admission_id)
    SELECT q.id, q.number, p_event, q.account, 'PENDING', q.seats, q.amount, q.document, q.owner, v_now, v_now + v_hold,
           v_now + v_hold + make_interval(secs => q.delay / 1000.0),
           CASE WHEN e.admission_generation IS NOT NULL THEN p_admissions[q.i] END
    FROM unnest(p_reservations, p_numbers, p_accounts, p_seat_counts, p_amounts, p_documents, p_owners, p_delays_ms)
         WITH ORDINALITY AS q (id, number, account, seats, amount, document, owner, delay, i)
    WHERE q.i = ANY (v_requests);
    INSERT INTO reservation_seat (reservation_id, event_id, position, live)
    SELECT p_reservations[t.request], p_event, t.position, true
    FROM unnest(p_requests, p_positions) AS t (request, position) WHERE t.request = ANY (v_requests);
    WITH changed AS (
        UPDATE seat s
        SET state = 1, reservation_id = p_reservations[t.request], revision = s.revision + 1,
            free_at = v_now + v_hold + make_interval(secs => p_delays_ms[t.request] / 1000.0)
        FROM unnest(p_requests, p_positions) AS t (request, position)
        WHERE t.request = ANY (v_requests) AND s.event_id = p_event AND s.position = t.position
        RETURNING t.request, s.position, s.revision, s.free_at)
    INSERT INTO seat_outbox (event_id, positions, revisions, state, owner, free_at, created_at)
    SELECT p_event, array_agg(c.position ORDER BY c.position), array_agg(c.revision ORDER BY c.position), 1,
           p_owners[c.request], min(c.free_at), v_now
    FROM changed c GROUP BY c.request;
    INSERT INTO timeline (reservation_id, at, kind, actor)
    SELECT p_reservations[i], v_now, 'reserved', 'buyer' FROM unnest(v_requests) AS i;

    RETURN QUERY
    WITH placed AS MATERIALIZED (
        SELECT i, p_documents[i] || jsonb_build_object(
                   'id', p_reservations[i], 'number', p_numbers[i], 'amount', p_amounts[i], 'status', 'PENDING',
                   'createdAt', to_char(v_now AT TIME ZONE 'UTC', c_iso),
                   'expiresAt', to_char((v_now + v_hold) AT TIME ZONE 'UTC', c_iso)) AS body
        FROM unnest(v_requests) AS i),
    stored AS (
        INSERT INTO idempotency (account_id, key, operation, body_hash, status, body, created_at)
        SELECT p_accounts[p.i], p_keys[p.i], 'RESERVE', p_body_hashes[p.i], 201, p.body, v_now FROM placed p)
    SELECT p.i, p.body FROM placed p;
END $$;

-- Expire one hold or offer if its time has come; true when it did.
CREATE OR REPLACE FUNCTION expire(p_reservation uuid) RETURNS boolean LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    r reservation;
BEGIN
    r := lock_reservation(p_reservation);
    IF r.id IS NULL OR r.status NOT IN ('OFFERED', 'PENDING') OR r.free_at > clock_timestamp() THEN RETURN false; END IF;
    PERFORM end_reservation(r, 'EXPIRED', 'system', clock_timestamp());
    RETURN true;
END $$;

-- Cancel by the buyer; an offer is declined by it. Outcomes: CANCELLED and REPLAY (status, body), KEY_REUSED, NOT_FOUND,
-- PAYING, LAPSED, ENDED.
CREATE OR REPLACE FUNCTION cancel(
    p_reservation uuid, p_account uuid, p_key text, p_body_hash bytea,
    OUT outcome text, OUT status int, OUT body jsonb, OUT event_id uuid) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
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
    IF r.status = 'EXPIRED' OR (r.status IN ('OFFERED', 'PENDING') AND r.expires_at <= v_now) THEN
        outcome := 'LAPSED'; RETURN;
    END IF;
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
CREATE OR REPLACE FUNCTION cancel_for_event(p_reservation uuid) RETURNS boolean LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    r reservation;
BEGIN
    r := lock_reservation(p_reservation);
    IF r.status NOT IN ('OFFERED', 'PENDING', 'CONFIRMED')
       OR NOT EXISTS (SELECT 1 FROM event e WHERE e.id = r.event_id AND e.state = 'CANCELLED') THEN
        RETURN false;
    END IF;
    PERFORM end_reservation(r, 'CANCELLED', 'event', clock_timestamp());
    RETURN true;
END $$;

-- As before; seats that are given back go to those who wait for them first.
CREATE OR REPLACE FUNCTION block_seats(
    p_event uuid, p_actor uuid, p_block int[], p_unblock int[],
    OUT outcome text, OUT taken int[], OUT blocked int, OUT unblocked int) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
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
    IF unblocked > 0 THEN PERFORM free_seats(p_event, v_unblock, v_now); END IF;
    IF blocked + unblocked > 0 THEN
        INSERT INTO seat_block (event_id, at, actor, blocked, unblocked)
        VALUES (p_event, v_now, p_actor, v_block, v_unblock);
    END IF;
END $$;

-- Accept an offer: it becomes a hold with time to pay. Repeating it changes nothing. It takes no admission: the offer is
-- the permission. Outcomes: ACCEPTED and REPLAY (body), NOT_FOUND, LAPSED, ENDED, NOT_OFFERED.
CREATE FUNCTION accept_offer(
    p_reservation uuid, p_account uuid, p_hold_ms int, p_delay_ms int,
    OUT outcome text, OUT body jsonb, OUT event_id uuid) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    r           reservation;
    v_event     uuid;
    v_now       timestamptz;
    v_positions int[];
BEGIN
    -- Owner first: nobody may hold locks on, or learn of, what belongs to somebody else. Then the lock of the limit: an
    -- offer that lapses at this moment either is accepted, and counts for reserve, or not.
    SELECT x.event_id INTO v_event FROM reservation x WHERE x.id = p_reservation AND x.account_id = p_account;
    IF NOT FOUND THEN outcome := 'NOT_FOUND'; RETURN; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(v_event::text || p_account::text, 0));
    r := lock_reservation(p_reservation);
    v_now := clock_timestamp();
    event_id := v_event;
    IF r.status = 'EXPIRED' OR (r.status IN ('OFFERED', 'PENDING') AND r.expires_at <= v_now) THEN
        outcome := 'LAPSED'; RETURN;
    END IF;
    IF r.status = 'CANCELLED' THEN outcome := 'ENDED'; RETURN; END IF;
    IF r.status <> 'OFFERED' THEN
        outcome := CASE WHEN EXISTS (SELECT 1 FROM timeline t WHERE t.reservation_id = r.id AND t.kind = 'accepted')
                        THEN 'REPLAY' ELSE 'NOT_OFFERED' END;
        body := reservation_view(r);
        RETURN;
    END IF;

    UPDATE reservation
    SET status = 'PENDING', expires_at = v_now + make_interval(secs => p_hold_ms / 1000.0),
        free_at = v_now + make_interval(secs => (p_hold_ms + p_delay_ms) / 1000.0)
    WHERE id = r.id RETURNING * INTO r;
    SELECT array_agg(x.position) INTO v_positions FROM reservation_seat x WHERE x.reservation_id = r.id AND x.live;
    PERFORM set_seats(r.event_id, v_positions, 1, r.id, r.owner, r.free_at, v_now);
    INSERT INTO timeline (reservation_id, at, kind, actor) VALUES (r.id, v_now, 'accepted', 'buyer');
    UPDATE waitlist_entry w SET state = 'ACCEPTED', ended_at = v_now WHERE w.reservation_id = r.id AND w.state = 'OFFERED';
    outcome := 'ACCEPTED';
    body := reservation_view(r);
END $$;

-- Join the line of a tier. Outcomes: JOINED, THERE (with the same wish), DIFFERENT (with another), UNKNOWN_EVENT,
-- EVENT_CANCELLED, SALE_STOPPED, SALE_NOT_OPEN, SALE_CLOSED, UNKNOWN_TIER, TOO_MANY_SEATS (number: the event's limit),
-- LIMIT (number: seats this person has), TOO_MANY_ENTRIES, FULL.
CREATE FUNCTION waitlist_join(
    p_event uuid, p_tier text, p_account uuid, p_size int, p_adjacent boolean, p_most_of_account int, p_most_of_event int,
    OUT outcome text, OUT number int) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    e       event;
    w       waitlist_entry;
    v_now   timestamptz;
    v_place int;
BEGIN
    -- Who was told a place has it, whatever the server's default.
    PERFORM set_config('synchronous_commit', 'on', true);
    PERFORM pg_advisory_xact_lock(hashtextextended(p_account::text, 4));
    SELECT * INTO w FROM waitlist_entry x
    WHERE x.account_id = p_account AND x.event_id = p_event AND x.price_tier = p_tier AND x.state IN ('WAITING', 'OFFERED');
    IF FOUND THEN
        outcome := CASE WHEN w.group_size = p_size AND w.adjacent = p_adjacent THEN 'THERE' ELSE 'DIFFERENT' END;
        RETURN;
    END IF;

    SELECT * INTO e FROM event WHERE id = p_event;
    IF NOT FOUND THEN outcome := 'UNKNOWN_EVENT'; RETURN; END IF;
    IF e.state = 'CANCELLED' THEN outcome := 'EVENT_CANCELLED'; RETURN; END IF;
    IF e.sale_stopped THEN outcome := 'SALE_STOPPED'; RETURN; END IF;
    v_now := clock_timestamp();
    IF NOT EXISTS (SELECT 1 FROM sale_window x
                   WHERE x.event_id = p_event AND x.opens_at <= v_now AND v_now < x.closes_at) THEN
        outcome := CASE WHEN EXISTS (SELECT 1 FROM sale_window x WHERE x.event_id = p_event AND x.opens_at > v_now)
                        THEN 'SALE_NOT_OPEN' ELSE 'SALE_CLOSED' END;
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM price_tier t WHERE t.event_id = p_event AND t.name = p_tier) THEN
        outcome := 'UNKNOWN_TIER'; RETURN;
    END IF;
    IF p_size > e.max_seats_per_person THEN
        outcome := 'TOO_MANY_SEATS'; number := e.max_seats_per_person; RETURN;
    END IF;
    SELECT coalesce(sum(x.seat_count), 0) INTO number FROM reservation x
    WHERE x.event_id = p_event AND x.account_id = p_account
      AND (x.status IN ('PAYING', 'CONFIRMED') OR (x.status IN ('OFFERED', 'PENDING') AND x.expires_at > v_now));
    IF number + p_size > e.max_seats_per_person THEN outcome := 'LIMIT'; RETURN; END IF;
    IF (SELECT count(*) FROM waitlist_entry x WHERE x.account_id = p_account AND x.state IN ('WAITING', 'OFFERED'))
           >= p_most_of_account THEN
        outcome := 'TOO_MANY_ENTRIES'; RETURN;
    END IF;

    INSERT INTO waitlist_line (event_id, price_tier) VALUES (p_event, p_tier) ON CONFLICT DO NOTHING;
    PERFORM 1 FROM waitlist_line l WHERE l.event_id = p_event AND l.price_tier = p_tier FOR NO KEY UPDATE;
    PERFORM pg_advisory_xact_lock(hashtextextended(p_event::text, 3));
    IF (SELECT count(*) FROM waitlist_entry x WHERE x.event_id = p_event AND x.state IN ('WAITING', 'OFFERED'))
           >= p_most_of_event THEN
        outcome := 'FULL'; RETURN;
    END IF;
    UPDATE waitlist_line l SET last_place = l.last_place + 1, due = true
    WHERE l.event_id = p_event AND l.price_tier = p_tier RETURNING l.last_place INTO v_place;
    INSERT INTO waitlist_entry (event_id, price_tier, place, account_id, group_size, adjacent, state, joined_at)
    VALUES (p_event, p_tier, v_place, p_account, p_size, p_adjacent, 'WAITING', clock_timestamp());
    outcome := 'JOINED';
END $$;

-- Leave the line of a tier, or with NULL all lines of the event; an open offer is declined by it. True when seats changed.
CREATE FUNCTION waitlist_leave(p_event uuid, p_tier text, p_account uuid) RETURNS boolean LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    r       reservation;
    v_offer uuid;
    v_freed boolean := false;
BEGIN
    -- The lock of the limit, which an offer takes, too: it has been made, or will not be.
    PERFORM pg_advisory_xact_lock(hashtextextended(p_event::text || p_account::text, 0));
    FOR v_offer IN SELECT w.reservation_id FROM waitlist_entry w
                   WHERE w.account_id = p_account AND w.event_id = p_event AND (p_tier IS NULL OR w.price_tier = p_tier)
                     AND w.state = 'OFFERED' ORDER BY w.reservation_id LOOP
        r := lock_reservation(v_offer);
        IF r.status = 'OFFERED' THEN
            PERFORM end_reservation(r, 'CANCELLED', 'buyer', clock_timestamp());
            v_freed := true;
        END IF;
    END LOOP;
    UPDATE waitlist_entry SET state = 'LEFT', ended_at = clock_timestamp()
    WHERE account_id = p_account AND event_id = p_event AND (p_tier IS NULL OR price_tier = p_tier) AND state = 'WAITING';
    RETURN v_freed;
END $$;

-- Offer seats to one who waits: all the group's seats or none. Outcomes: OFFERED, PAUSED (the event is not sold at the
-- moment), STALE (the caller's copy of the event's rules is old), GONE (not waiting any more), NOT_FIRST (somebody came
-- earlier and needs no more than this one), OVER_LIMIT (the entry has ended), TAKEN (positions that are not to be had).
CREATE FUNCTION waitlist_offer(
    p_event uuid, p_tier text, p_place int, p_change bigint, p_positions int[], p_reservation uuid, p_number text,
    p_amount int, p_document jsonb, p_owner text, p_offer_ms int, p_delay_ms int,
    OUT outcome text, OUT taken int[]) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    e       event;
    w       waitlist_entry;
    v_now   timestamptz;
    v_offer interval;
    v_until timestamptz;
    v_free  int[];
    v_has   int;
BEGIN
    PERFORM 1 FROM waitlist_line l WHERE l.event_id = p_event AND l.price_tier = p_tier FOR NO KEY UPDATE;
    SELECT * INTO w FROM waitlist_entry x WHERE x.event_id = p_event AND x.price_tier = p_tier AND x.place = p_place;
    IF w.state IS DISTINCT FROM 'WAITING' THEN outcome := 'GONE'; RETURN; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(p_event::text || w.account_id::text, 0));
    SELECT * INTO e FROM event WHERE id = p_event;
    v_now := clock_timestamp();
    IF e.state <> 'PUBLISHED' OR e.sale_stopped
       OR NOT EXISTS (SELECT 1 FROM sale_window x
                      WHERE x.event_id = p_event AND x.opens_at <= v_now AND v_now < x.closes_at) THEN
        outcome := 'PAUSED'; RETURN;
    END IF;
    IF e.change_number <> p_change THEN outcome := 'STALE'; RETURN; END IF;
    IF cardinality(p_positions) <> w.group_size THEN outcome := 'GONE'; RETURN; END IF;

    SELECT array_agg(s.position) INTO v_free FROM (
        SELECT x.position, x.state, x.kept_at, x.price_tier FROM seat x
        WHERE x.event_id = p_event AND x.position = ANY (p_positions) ORDER BY x.position FOR NO KEY UPDATE) s
    WHERE (s.state = 0 OR s.kept_at IS NOT NULL) AND s.price_tier = p_tier;
    SELECT array_agg(u) INTO taken FROM unnest(p_positions) u WHERE u <> ALL (coalesce(v_free, '{}'));
    IF taken IS NOT NULL THEN outcome := 'TAKEN'; RETURN; END IF;

    SELECT * INTO w FROM waitlist_entry x WHERE x.event_id = p_event AND x.price_tier = p_tier AND x.place = p_place
    FOR NO KEY UPDATE;
    IF w.state <> 'WAITING' THEN outcome := 'GONE'; RETURN; END IF;
    IF EXISTS (SELECT 1 FROM waitlist_entry x
               WHERE x.event_id = p_event AND x.price_tier = p_tier AND x.state = 'WAITING' AND x.place < p_place
                 AND x.group_size <= w.group_size AND (w.adjacent OR NOT x.adjacent)) THEN
        outcome := 'NOT_FIRST'; RETURN;
    END IF;
    v_now := clock_timestamp();
    SELECT coalesce(sum(x.seat_count), 0) INTO v_has FROM reservation x
    WHERE x.event_id = p_event AND x.account_id = w.account_id
      AND (x.status IN ('PAYING', 'CONFIRMED') OR (x.status IN ('OFFERED', 'PENDING') AND x.expires_at > v_now));
    IF v_has + w.group_size > e.max_seats_per_person THEN
        UPDATE waitlist_entry x SET state = 'OVER_LIMIT', ended_at = v_now
        WHERE x.event_id = p_event AND x.price_tier = p_tier AND x.place = p_place;
        outcome := 'OVER_LIMIT'; RETURN;
    END IF;

    SELECT make_interval(secs => coalesce((SELECT u.offer_ms FROM waitlist_rule u WHERE u.event_id = p_event), p_offer_ms)
                                 / 1000.0) INTO v_offer;
    v_until := v_now + v_offer + make_interval(secs => p_delay_ms / 1000.0);
    INSERT INTO reservation (id, number, event_id, account_id, status, seat_count, amount, document, owner, created_at,
                             expires_at, free_at)
    VALUES (p_reservation, p_number, p_event, w.account_id, 'OFFERED', w.group_size, p_amount, p_document, p_owner, v_now,
            v_now + v_offer, v_until);
    INSERT INTO reservation_seat (reservation_id, event_id, position, live)
    SELECT p_reservation, p_event, unnest(p_positions), true;
    PERFORM set_seats(p_event, p_positions, 1, p_reservation, p_owner, v_until, v_now);
    INSERT INTO timeline (reservation_id, at, kind, actor) VALUES (p_reservation, v_now, 'offered', 'system');
    UPDATE waitlist_entry x SET state = 'OFFERED', offered_at = v_now, reservation_id = p_reservation
    WHERE x.event_id = p_event AND x.price_tier = p_tier AND x.place = p_place;
    outcome := 'OFFERED';
END $$;

-- Let kept seats go that nobody in the line can use: they are for sale. Refused (NULL) when somebody has joined since the
-- caller looked; else how many went. What was kept later stays.
CREATE FUNCTION waitlist_let_go(
    p_event uuid, p_tier text, p_last_place int, p_read_at timestamptz, p_positions int[]) RETURNS int LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    v_last      int;
    v_positions int[];
BEGIN
    SELECT l.last_place INTO v_last FROM waitlist_line l WHERE l.event_id = p_event AND l.price_tier = p_tier
    FOR NO KEY UPDATE;
    IF v_last <> p_last_place THEN RETURN NULL; END IF;
    UPDATE waitlist_line l SET due = false WHERE l.event_id = p_event AND l.price_tier = p_tier AND l.due;
    SELECT array_agg(s.position) INTO v_positions FROM (
        SELECT x.position FROM seat x
        WHERE x.event_id = p_event AND x.position = ANY (p_positions) AND x.kept_at <= p_read_at
        ORDER BY x.position FOR NO KEY UPDATE) s;
    IF v_positions IS NULL THEN RETURN 0; END IF;
    PERFORM set_seats(p_event, v_positions, 0, NULL, '', NULL, clock_timestamp());
    RETURN cardinality(v_positions);
END $$;

-- Ends the entries of events that are not sold any more; how many.
CREATE FUNCTION waitlist_close() RETURNS int LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    v_ended int;
BEGIN
    UPDATE waitlist_entry w SET state = 'CLOSED', ended_at = clock_timestamp()
    WHERE w.state = 'WAITING' AND w.event_id IN (
        SELECT l.event_id FROM waitlist_line l JOIN event e ON e.id = l.event_id
        WHERE e.state = 'CANCELLED'
           OR NOT EXISTS (SELECT 1 FROM sale_window x WHERE x.event_id = l.event_id AND x.closes_at > now()));
    GET DIAGNOSTICS v_ended = ROW_COUNT;
    RETURN v_ended;
END $$;
