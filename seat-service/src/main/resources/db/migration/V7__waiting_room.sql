-- The waiting room. Whoever changes anything of a room first locks its row in waiting_room: joins, leaves, admissions and
-- settings of one event go one after the other, over all nodes, and their numbers (place, change) become visible in the
-- order in which they were given. Time is the database's. Plans are made once and may not read a whole table, which is empty
-- when they are made and has a hundred thousand rows later.

-- The generation of the room whose admission it takes to reserve; NULL: none. Read by reserve with the event's row.
ALTER TABLE event ADD COLUMN admission_generation int;

-- The admission that a reservation was made with; NULL where none was asked for.
ALTER TABLE reservation ADD COLUMN admission_id uuid;

-- phase: IDLE (no admission is asked for), LOBBY (people gather for the draw), DRAWING (the lobby is closed, its order is
-- being drawn; who comes now stands behind it), ADMITTING. base: the last place of earlier generations. allowance: what
-- of the rate has come together and was not used, at most one tick's quota.
CREATE TABLE waiting_room (
    event_id       uuid PRIMARY KEY REFERENCES event,
    mode           text             NOT NULL CHECK (mode IN ('OFF', 'AUTOMATIC', 'FORCED')),
    threshold      int              NOT NULL CHECK (threshold > 0),
    per_minute     int              NOT NULL CHECK (per_minute > 0),
    cap            int              NOT NULL CHECK (cap > 0),
    admission_ms   int              NOT NULL CHECK (admission_ms > 0),
    lobby_opens_at timestamptz,
    opens_at       timestamptz,
    verified_email boolean          NOT NULL,
    challenge      text             NOT NULL CHECK (challenge IN ('NONE', 'PROOF_OF_WORK')),
    beacon         text             NOT NULL CHECK (beacon IN ('NONE', 'ADMIN', 'HTTP')),
    paused         boolean          NOT NULL DEFAULT false,
    draining       boolean          NOT NULL DEFAULT false,
    phase          text             NOT NULL DEFAULT 'IDLE' CHECK (phase IN ('IDLE', 'LOBBY', 'DRAWING', 'ADMITTING')),
    generation     int              NOT NULL DEFAULT 0,
    base           int              NOT NULL DEFAULT 0,
    last_place     int              NOT NULL DEFAULT 0,
    last_change    bigint           NOT NULL DEFAULT 0,
    allowance      double precision NOT NULL DEFAULT 0,
    ticked_at      timestamptz      NOT NULL DEFAULT clock_timestamp(),
    patient_until  timestamptz      NOT NULL DEFAULT '-infinity',
    swept_at       timestamptz      NOT NULL DEFAULT clock_timestamp(),
    active_since   timestamptz,
    busy_at        timestamptz,
    CHECK ((lobby_opens_at IS NULL) = (opens_at IS NULL)),
    CHECK (lobby_opens_at < opens_at)
);

-- One row for each place that was ever given. rank: the order of admission, the place itself or, for the lobby, what the
-- draw gave. due_at: who was not heard of until then has gone. change: the room's number of the last change of this row.
-- No foreign keys: only the functions below write here, and a rush of joins should not pay for what they know.
CREATE TABLE waiting_entry (
    event_id     uuid        NOT NULL,
    place        int         NOT NULL,
    generation   int         NOT NULL,
    account_id   uuid        NOT NULL,
    place_id     bytea       NOT NULL,
    salt         bytea       NOT NULL,
    state        text        NOT NULL CHECK (state IN ('LOBBY', 'WAITING', 'ADMITTED', 'LEFT', 'SILENT', 'EXPIRED',
                                                       'COMPLETED', 'CLOSED')),
    rank         int,
    change       bigint      NOT NULL,
    joined_at    timestamptz NOT NULL,
    due_at       timestamptz NOT NULL,
    from_line    boolean     NOT NULL DEFAULT true,
    admission_id uuid,
    admitted_at  timestamptz,
    expires_at   timestamptz,
    ended_at     timestamptz,
    PRIMARY KEY (event_id, place),
    CHECK ((admission_id IS NULL) = (admitted_at IS NULL)),
    CHECK (state <> 'ADMITTED' OR admission_id IS NOT NULL),
    CHECK ((ended_at IS NULL) = (state IN ('LOBBY', 'WAITING', 'ADMITTED')))
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX waiting_entry_one_place ON waiting_entry (event_id, account_id)
    WHERE state IN ('LOBBY', 'WAITING', 'ADMITTED');
CREATE UNIQUE INDEX waiting_entry_rank ON waiting_entry (event_id, rank);
CREATE UNIQUE INDEX waiting_entry_admission ON waiting_entry (admission_id) WHERE admission_id IS NOT NULL;
CREATE INDEX waiting_entry_changed ON waiting_entry (event_id, change, place);
CREATE INDEX waiting_entry_line ON waiting_entry (event_id, rank) WHERE state = 'WAITING';
CREATE INDEX waiting_entry_admitted ON waiting_entry (event_id) WHERE state = 'ADMITTED';

-- Which rate and cap held since when, for the checks.
CREATE TABLE waiting_rate (
    event_id   uuid        NOT NULL REFERENCES waiting_room,
    since      timestamptz NOT NULL,
    per_minute int         NOT NULL,
    cap        int         NOT NULL,
    PRIMARY KEY (event_id, since)
);

-- The draw of a generation, in the order in which it becomes public: the seed's hash, the root over all place ids of the
-- lobby, the beacon's value, the seed. The lobby is: places in (first_place - 1, last_place] but those that had ended with
-- frozen_change.
CREATE TABLE waiting_draw (
    event_id      uuid  NOT NULL REFERENCES waiting_room,
    generation    int   NOT NULL,
    seed          bytea NOT NULL,
    seed_hash     bytea NOT NULL,
    first_place   int,
    last_place    int,
    frozen_change bigint,
    root          bytea,
    size          int,
    root_at       timestamptz,
    beacon_source text,
    beacon_value  text,
    beacon_at     timestamptz,
    drawn_at      timestamptz,
    working_until timestamptz,
    PRIMARY KEY (event_id, generation)
);

-- Begins a generation in a room whose row the caller has locked. Reservations on their way have read the old state: the
-- lock waits for them, and those who hold something then are admitted first.
CREATE FUNCTION waiting_room_begin(p_event uuid, p_phase text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    r     waiting_room;
    v_now timestamptz;
    v_new int;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_event::text, 2));
    v_now := clock_timestamp();
    UPDATE waiting_room
    SET phase = p_phase, generation = generation + 1, base = last_place, last_change = last_change + 1, allowance = 0,
        ticked_at = v_now, swept_at = v_now, active_since = v_now, busy_at = v_now
    WHERE event_id = p_event RETURNING * INTO r;
    UPDATE event SET admission_generation = r.generation WHERE id = p_event;
    INSERT INTO waiting_rate (event_id, since, per_minute, cap) VALUES (p_event, v_now, r.per_minute, r.cap);
    IF p_phase = 'LOBBY' THEN
        -- A room that is opened once more without new settings has no promised seed yet: this one is, before anybody joins.
        WITH fresh AS (SELECT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) AS seed)
        INSERT INTO waiting_draw (event_id, generation, seed, seed_hash)
        SELECT p_event, r.generation, seed, sha256(seed) FROM fresh ON CONFLICT DO NOTHING;
    END IF;
    INSERT INTO waiting_entry (event_id, place, generation, account_id, place_id, salt, state, rank, change, joined_at,
                               due_at, from_line, admission_id, admitted_at, expires_at)
    SELECT p_event, r.last_place + h.n, r.generation, h.account_id, sha256(uuid_send(h.account_id) || h.salt), h.salt,
           'ADMITTED', r.last_place + h.n, r.last_change, v_now, v_now + interval '60 seconds', false, gen_random_uuid(),
           v_now, v_now + make_interval(secs => r.admission_ms / 1000.0)
    FROM (SELECT x.account_id, uuid_send(gen_random_uuid()) AS salt, row_number() OVER (ORDER BY x.account_id)::int AS n
          FROM (SELECT DISTINCT account_id FROM reservation
                WHERE event_id = p_event AND status IN ('PENDING', 'PAYING')) x) h;
    GET DIAGNOSTICS v_new = ROW_COUNT;
    UPDATE waiting_room SET last_place = last_place + v_new WHERE event_id = p_event;
END $$;

-- Ends the generation of a room whose row the caller has locked: whoever waits may buy.
CREATE FUNCTION waiting_room_end(p_event uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_change bigint;
BEGIN
    UPDATE waiting_room SET phase = 'IDLE', last_change = last_change + 1, draining = false, active_since = NULL
    WHERE event_id = p_event RETURNING last_change INTO v_change;
    UPDATE event SET admission_generation = NULL WHERE id = p_event;
    UPDATE waiting_entry SET state = 'CLOSED', ended_at = clock_timestamp(), change = v_change
    WHERE event_id = p_event AND state IN ('LOBBY', 'WAITING', 'ADMITTED');
END $$;

-- Joins: each account gets the place it has or the next one. The order of the arrays is the order of the places. No
-- account is twice in a call. Outcomes: JOINED, THERE (as it is), OPEN (no admission is asked for), NOT_YET (the lobby
-- opens later), DRAINING (no new places).
CREATE FUNCTION waiting_room_join(
    p_event uuid, p_accounts uuid[], p_place_ids bytea[], p_salts bytea[], p_due_ms int,
    OUT request int, OUT outcome text, OUT place int, OUT place_id bytea, OUT salt bytea, OUT generation int, OUT state text,
    OUT rank int, OUT admission_id uuid, OUT expires_at timestamptz)
RETURNS SETOF record LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    r     waiting_room;
    v_now timestamptz;
    v_new int := 0;
BEGIN
    -- Who was told a place has it, whatever the server's default.
    PERFORM set_config('synchronous_commit', 'on', true);
    SELECT * INTO r FROM waiting_room x WHERE x.event_id = p_event FOR NO KEY UPDATE;
    v_now := clock_timestamp();
    IF r.event_id IS NULL OR r.phase = 'IDLE' THEN
        RETURN QUERY SELECT i, CASE WHEN r.mode = 'FORCED' AND r.lobby_opens_at > v_now THEN 'NOT_YET' ELSE 'OPEN' END,
                            NULL::int, NULL::bytea, NULL::bytea, r.generation, NULL::text, NULL::int, NULL::uuid,
                            NULL::timestamptz
                     FROM generate_subscripts(p_accounts, 1) i;
        RETURN;
    END IF;
    IF NOT r.draining THEN
        INSERT INTO waiting_entry (event_id, place, generation, account_id, place_id, salt, state, rank, change, joined_at,
                                   due_at)
        SELECT p_event, r.last_place + q.n, r.generation, q.account, q.place_id, q.salt,
               CASE WHEN r.phase = 'LOBBY' THEN 'LOBBY' ELSE 'WAITING' END,
               CASE WHEN r.phase <> 'LOBBY' THEN r.last_place + q.n END, r.last_change + 1, v_now,
               v_now + make_interval(secs => p_due_ms / 1000.0)
        FROM (SELECT u.account, u.place_id, u.salt, row_number() OVER (ORDER BY u.i)::int AS n
              FROM unnest(p_accounts, p_place_ids, p_salts) WITH ORDINALITY AS u (account, place_id, salt, i)
              WHERE NOT EXISTS (SELECT 1 FROM waiting_entry e
                                WHERE e.event_id = p_event AND e.account_id = u.account
                                  AND e.state IN ('LOBBY', 'WAITING', 'ADMITTED'))) q;
        GET DIAGNOSTICS v_new = ROW_COUNT;
        IF v_new > 0 THEN
            UPDATE waiting_room x
            SET last_place = x.last_place + v_new, last_change = x.last_change + 1, busy_at = v_now
            WHERE x.event_id = p_event;
        END IF;
    END IF;
    RETURN QUERY
    SELECT u.i::int,
           CASE WHEN e.place IS NULL THEN 'DRAINING' WHEN e.place > r.last_place THEN 'JOINED' ELSE 'THERE' END,
           e.place, e.place_id, e.salt, e.generation, e.state, e.rank, e.admission_id, e.expires_at
    FROM unnest(p_accounts) WITH ORDINALITY AS u (account, i)
    LEFT JOIN waiting_entry e ON e.event_id = p_event AND e.account_id = u.account
                             AND e.state IN ('LOBBY', 'WAITING', 'ADMITTED');
END $$;

-- Leaves: place and admission of the account are over. True when there was one.
CREATE FUNCTION waiting_room_leave(p_event uuid, p_account uuid, OUT left_place int, OUT left_admission uuid)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    r waiting_room;
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    SELECT * INTO r FROM waiting_room x WHERE x.event_id = p_event FOR NO KEY UPDATE;
    UPDATE waiting_entry e SET state = 'LEFT', ended_at = clock_timestamp(), change = r.last_change + 1
    WHERE e.event_id = p_event AND e.account_id = p_account AND e.state IN ('LOBBY', 'WAITING', 'ADMITTED')
    RETURNING e.place, e.admission_id INTO left_place, left_admission;
    IF left_place IS NOT NULL THEN
        UPDATE waiting_room x SET last_change = x.last_change + 1 WHERE x.event_id = p_event;
    END IF;
END $$;

-- Notes that these were heard of. Rows that somebody is busy with are heard of again soon.
CREATE FUNCTION waiting_room_beat(p_event uuid, p_places int[], p_due_ms int[]) RETURNS int LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    v_heard int;
BEGIN
    WITH free AS (
        SELECT e.place FROM waiting_entry e
        WHERE e.event_id = p_event AND e.place = ANY (p_places) AND e.state IN ('LOBBY', 'WAITING', 'ADMITTED')
        ORDER BY e.place FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE waiting_entry e
    SET due_at = clock_timestamp() + make_interval(secs => q.due_ms / 1000.0)
    FROM unnest(p_places, p_due_ms) AS q (place, due_ms), free
    WHERE e.event_id = p_event AND e.place = q.place AND free.place = q.place;
    GET DIAGNOSTICS v_heard = ROW_COUNT;
    RETURN v_heard;
END $$;

-- Who holds a live reservation of the event that is not paid for yet.
CREATE FUNCTION waiting_room_buying(p_event uuid, p_account uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM reservation r
                   WHERE r.event_id = p_event AND r.account_id = p_account
                     AND (r.status = 'PAYING' OR (r.status = 'PENDING' AND r.expires_at > clock_timestamp())))
$$;

-- One tick of one room: opens and closes it, frees the places of those who are gone, and admits, all under the room's
-- lock. However many nodes tick, and whenever: what is admitted in any time w is at most rate * w and one tick's quota,
-- because allowance comes together by the time that passed and never exceeds that quota.
CREATE FUNCTION waiting_room_tick(
    p_event uuid, OUT phase text, OUT admitted int, OUT ended int) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    -- Longer silences of all nodes are an outage, and nobody's fault.
    c_outage  CONSTANT interval := interval '10 seconds';
    c_patience CONSTANT interval := interval '75 seconds';
    c_sweep   CONSTANT interval := interval '10 seconds';
    c_calm    CONSTANT interval := interval '60 seconds';
    r         waiting_room;
    v_now     timestamptz;
    v_gap     interval;
    v_buyers  int;
    v_active  int;
    v_quota   double precision;
    v_admit   int;
    v_all     boolean;
BEGIN
    admitted := 0;
    ended := 0;
    PERFORM set_config('synchronous_commit', 'on', true);
    SELECT * INTO r FROM waiting_room x WHERE x.event_id = p_event FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    v_now := clock_timestamp();
    v_gap := greatest(v_now - r.ticked_at, interval '0');

    IF r.phase = 'IDLE' THEN
        IF r.mode = 'FORCED' AND (r.lobby_opens_at IS NULL OR r.lobby_opens_at <= v_now) THEN
            PERFORM waiting_room_begin(
                p_event, CASE WHEN r.opens_at IS NOT NULL THEN 'LOBBY' ELSE 'ADMITTING' END);
        ELSIF r.mode = 'AUTOMATIC' THEN
            SELECT count(DISTINCT x.account_id) INTO v_buyers FROM reservation x
            WHERE x.event_id = p_event
              AND (x.status = 'PAYING' OR (x.status = 'PENDING' AND x.expires_at > v_now));
            IF v_buyers >= r.threshold THEN PERFORM waiting_room_begin(p_event, 'ADMITTING'); END IF;
        END IF;
        SELECT x.phase INTO phase FROM waiting_room x WHERE x.event_id = p_event;
        RETURN;
    END IF;

    IF v_gap > c_outage THEN
        r.patient_until := v_now + c_patience;
        UPDATE waiting_entry e SET expires_at = e.expires_at + v_gap, change = r.last_change + 1
        WHERE e.event_id = p_event AND e.state = 'ADMITTED' AND e.expires_at > r.ticked_at;
    END IF;
    v_all := v_now >= r.swept_at + c_sweep;

    -- Buying renews the admission, having bought completes it.
    UPDATE waiting_entry e
    SET expires_at = v_now + make_interval(secs => r.admission_ms / 1000.0), change = r.last_change + 1
    WHERE e.event_id = p_event AND e.state = 'ADMITTED' AND e.expires_at > v_now
      AND e.expires_at < v_now + make_interval(secs => r.admission_ms / 2000.0)
      AND waiting_room_buying(p_event, e.account_id);
    WITH gone AS (
        SELECT e.place, CASE WHEN e.expires_at <= v_now THEN 'EXPIRED' WHEN b.bought THEN 'COMPLETED' ELSE 'SILENT' END AS how
        FROM waiting_entry e
        CROSS JOIN LATERAL (
            SELECT EXISTS (SELECT 1 FROM reservation x
                           WHERE x.event_id = p_event AND x.account_id = e.account_id AND x.status = 'CONFIRMED'
                             AND x.admission_id = e.admission_id) AS bought,
                   waiting_room_buying(p_event, e.account_id) AS buying) b
        WHERE e.event_id = p_event AND e.state = 'ADMITTED'
          AND (e.expires_at <= v_now
               OR (NOT b.buying AND (b.bought OR (e.due_at <= v_now AND v_now >= r.patient_until))))
        UNION ALL
        (SELECT e.place, 'SILENT' FROM waiting_entry e
         WHERE e.event_id = p_event AND e.state = 'WAITING' AND e.due_at <= v_now AND v_now >= r.patient_until
           AND (v_all OR e.rank <= (SELECT max(f.rank) FROM (
                SELECT x.rank FROM waiting_entry x WHERE x.event_id = p_event AND x.state = 'WAITING'
                ORDER BY x.rank LIMIT 2 * r.cap) f)))
        UNION ALL
        (SELECT e.place, 'SILENT' FROM waiting_entry e
         WHERE v_all AND r.phase = 'LOBBY' AND e.event_id = p_event AND e.place > r.base AND e.state = 'LOBBY'
           AND e.due_at <= v_now AND v_now >= r.patient_until))
    UPDATE waiting_entry e SET state = gone.how, ended_at = v_now, change = r.last_change + 1
    FROM gone WHERE e.event_id = p_event AND e.place = gone.place;
    GET DIAGNOSTICS ended = ROW_COUNT;

    IF r.phase = 'LOBBY' AND r.opens_at <= v_now THEN
        r.phase := 'DRAWING';
        UPDATE waiting_draw d SET first_place = r.base + 1, last_place = r.last_place, frozen_change = r.last_change + 1
        WHERE d.event_id = p_event AND d.generation = r.generation;
    END IF;

    v_quota := greatest(1.0, r.per_minute / 60.0);
    r.allowance := least(v_quota, r.allowance + extract(epoch FROM v_gap) * r.per_minute / 60.0);
    IF r.phase = 'ADMITTING' AND NOT r.paused THEN
        SELECT count(*) INTO v_active FROM waiting_entry e WHERE e.event_id = p_event AND e.state = 'ADMITTED';
        v_admit := least(floor(r.allowance)::int, r.cap - v_active);
        IF v_admit > 0 THEN
            UPDATE waiting_entry e
            SET state = 'ADMITTED', admission_id = gen_random_uuid(), admitted_at = v_now, change = r.last_change + 1,
                expires_at = v_now + make_interval(secs => r.admission_ms / 1000.0),
                due_at = greatest(e.due_at, v_now + interval '45 seconds')
            FROM (SELECT x.place FROM waiting_entry x WHERE x.event_id = p_event AND x.state = 'WAITING'
                  ORDER BY x.rank LIMIT v_admit) next
            WHERE e.event_id = p_event AND e.place = next.place;
            GET DIAGNOSTICS admitted = ROW_COUNT;
            r.allowance := r.allowance - admitted;
        END IF;
        IF admitted > 0 OR v_active * 2 >= r.threshold
           OR EXISTS (SELECT 1 FROM waiting_entry e WHERE e.event_id = p_event AND e.state = 'WAITING') THEN
            r.busy_at := v_now;
        END IF;
    END IF;

    UPDATE waiting_room x
    SET phase = r.phase, allowance = r.allowance, ticked_at = v_now, patient_until = r.patient_until, busy_at = r.busy_at,
        swept_at = CASE WHEN v_all THEN v_now ELSE x.swept_at END,
        last_change = x.last_change + CASE
            WHEN r.phase <> x.phase OR EXISTS (
                SELECT 1 FROM waiting_entry e WHERE e.event_id = p_event AND e.change = r.last_change + 1) THEN 1 ELSE 0 END
    WHERE x.event_id = p_event;
    IF r.phase = 'ADMITTING'
       AND ((r.draining AND NOT EXISTS (SELECT 1 FROM waiting_entry e WHERE e.event_id = p_event AND e.state = 'WAITING'))
            OR (r.mode = 'AUTOMATIC' AND r.busy_at < v_now - c_calm)) THEN
        IF r.draining THEN UPDATE waiting_room x SET mode = 'OFF' WHERE x.event_id = p_event; END IF;
        PERFORM waiting_room_end(p_event);
        r.phase := 'IDLE';
    END IF;
    phase := r.phase;
END $$;

-- Gives some of the lobby their ranks, once. The ranks are a permutation of the lobby's places.
CREATE FUNCTION waiting_room_rank(p_event uuid, p_generation int, p_places int[], p_ranks int[]) RETURNS int
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    r      waiting_room;
    v_done int;
BEGIN
    SELECT * INTO r FROM waiting_room x WHERE x.event_id = p_event FOR NO KEY UPDATE;
    IF r.phase <> 'DRAWING' OR r.generation <> p_generation THEN RETURN -1; END IF;
    UPDATE waiting_entry e
    SET rank = q.rank, change = CASE WHEN e.state = 'LOBBY' THEN r.last_change + 1 ELSE e.change END,
        state = CASE WHEN e.state = 'LOBBY' THEN 'WAITING' ELSE e.state END
    FROM unnest(p_places, p_ranks) AS q (place, rank)
    WHERE e.event_id = p_event AND e.place = q.place AND e.generation = p_generation AND e.rank IS NULL;
    GET DIAGNOSTICS v_done = ROW_COUNT;
    UPDATE waiting_room x SET last_change = x.last_change + 1 WHERE x.event_id = p_event;
    RETURN v_done;
END $$;

-- Ends the draw: from now on the line moves. False when it is over already or somebody has no rank yet.
CREATE FUNCTION waiting_room_drawn(p_event uuid, p_generation int) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    r waiting_room;
BEGIN
    SELECT * INTO r FROM waiting_room x WHERE x.event_id = p_event FOR NO KEY UPDATE;
    IF r.phase <> 'DRAWING' OR r.generation <> p_generation
       OR EXISTS (SELECT 1 FROM waiting_entry e
                  WHERE e.event_id = p_event AND e.place > r.base AND e.state = 'LOBBY') THEN
        RETURN false;
    END IF;
    UPDATE waiting_draw d SET drawn_at = clock_timestamp() WHERE d.event_id = p_event AND d.generation = p_generation;
    UPDATE waiting_room x
    SET phase = 'ADMITTING', last_change = x.last_change + 1, ticked_at = clock_timestamp(), allowance = 0
    WHERE x.event_id = p_event;
    RETURN true;
END $$;

-- Sets what an administrator wants. Rate and cap hold from now on; times of a lobby that is open already stay. The seed of
-- the next draw is kept, its hash is public from here on.
CREATE FUNCTION waiting_room_set(
    p_event uuid, p_mode text, p_threshold int, p_per_minute int, p_cap int, p_admission_ms int,
    p_lobby_opens_at timestamptz, p_opens_at timestamptz, p_verified_email boolean, p_challenge text, p_beacon text,
    p_seed bytea) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    r waiting_room;
BEGIN
    INSERT INTO waiting_room (event_id, mode, threshold, per_minute, cap, admission_ms, verified_email, challenge, beacon)
    VALUES (p_event, 'OFF', p_threshold, p_per_minute, p_cap, p_admission_ms, p_verified_email, p_challenge, p_beacon)
    ON CONFLICT (event_id) DO NOTHING;
    SELECT * INTO r FROM waiting_room x WHERE x.event_id = p_event FOR NO KEY UPDATE;
    UPDATE waiting_room x
    SET mode = p_mode, threshold = p_threshold, per_minute = p_per_minute, cap = p_cap, admission_ms = p_admission_ms,
        lobby_opens_at = CASE WHEN r.phase = 'IDLE' THEN p_lobby_opens_at ELSE x.lobby_opens_at END,
        opens_at = CASE WHEN r.phase = 'IDLE' THEN p_opens_at ELSE x.opens_at END,
        verified_email = p_verified_email, challenge = p_challenge, beacon = p_beacon, last_change = x.last_change + 1,
        -- A lower rate must not find more than its own quota.
        allowance = least(x.allowance, greatest(1.0, p_per_minute / 60.0))
    WHERE x.event_id = p_event;
    INSERT INTO waiting_rate (event_id, since, per_minute, cap) VALUES (p_event, clock_timestamp(), p_per_minute, p_cap);
    IF r.phase = 'IDLE' AND p_opens_at IS NOT NULL AND length(p_seed) = 32 THEN
        INSERT INTO waiting_draw (event_id, generation, seed, seed_hash)
        VALUES (p_event, r.generation + 1, p_seed, sha256(p_seed)) ON CONFLICT DO NOTHING;
    END IF;
    IF p_mode = 'OFF' AND r.phase <> 'IDLE' THEN PERFORM waiting_room_end(p_event); END IF;
END $$;

DROP FUNCTION reserve(uuid, bigint, uuid, uuid, text, int[], int, int, jsonb, text, int, int, text, bytea);

-- Reserve: all the seats or none; with p_pick > 0 any so many of them, whichever are free and nobody is busy with.
-- Outcomes: PLACED and REPLAY (status, body), KEY_REUSED, IN_FLIGHT, UNKNOWN_EVENT, STALE (the caller's copy of the
-- event's rules is old), EVENT_CANCELLED, SALE_STOPPED, SALE_NOT_OPEN, SALE_CLOSED, LIMIT (number = seats this person
-- has), UNKNOWN_SEATS, TAKEN (positions), RETRY, ADMISSION_REQUIRED, ADMISSION_EXPIRED (also left, completed, or never
-- given to this person for this event).
CREATE FUNCTION reserve(
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

DROP FUNCTION reserve_batch(
    uuid, bigint, int, uuid[], uuid[], text[], int[], int[], jsonb[], text[], int[], text[], bytea[], int[], int[]);

-- As before, for those whose admission is live where one is asked for; the others are passed over.
CREATE FUNCTION reserve_batch(
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
                       AND (x.status IN ('PAYING', 'CONFIRMED') OR (x.status = 'PENDING' AND x.expires_at > v_now)))
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
