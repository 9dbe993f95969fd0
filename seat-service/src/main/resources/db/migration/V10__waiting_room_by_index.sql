-- The waiting room's functions, planned so that their cost does not grow with the line. Plans are made once, and when they
-- are made the table is empty: the planner then thinks that an index on the event alone leads to one row, keeps what it finds
-- there, and compares all who wait with all who join: 1 ms per join at 4,000 waiting. So each look-up of one place is a
-- subquery of its own, which only its own keys can answer, and nothing is kept.

-- As in V7: what changed is how the places that accounts have are found.
CREATE OR REPLACE FUNCTION waiting_room_join(
    p_event uuid, p_accounts uuid[], p_place_ids bytea[], p_salts bytea[], p_due_ms int,
    OUT request int, OUT outcome text, OUT place int, OUT place_id bytea, OUT salt bytea, OUT generation int, OUT state text,
    OUT rank int, OUT admission_id uuid, OUT expires_at timestamptz)
RETURNS SETOF record LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_material = off AS $$
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
              LEFT JOIN LATERAL (SELECT e.place FROM waiting_entry e
                                 WHERE e.event_id = p_event AND e.account_id = u.account
                                   AND e.state IN ('LOBBY', 'WAITING', 'ADMITTED') LIMIT 1) e ON true
              WHERE e.place IS NULL) q;
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
    LEFT JOIN LATERAL (SELECT e.place, e.place_id, e.salt, e.generation, e.state, e.rank, e.admission_id, e.expires_at
                       FROM waiting_entry e
                       WHERE e.event_id = p_event AND e.account_id = u.account
                         AND e.state IN ('LOBBY', 'WAITING', 'ADMITTED') LIMIT 1) e ON true;
END $$;

-- As in V7, each place looked up and locked by itself.
CREATE OR REPLACE FUNCTION waiting_room_beat(p_event uuid, p_places int[], p_due_ms int[]) RETURNS int LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_material = off AS $$
DECLARE
    v_heard int;
BEGIN
    UPDATE waiting_entry e
    SET due_at = clock_timestamp() + make_interval(secs => q.due_ms / 1000.0)
    FROM unnest(p_places, p_due_ms) AS q (place, due_ms)
    CROSS JOIN LATERAL (SELECT x.ctid FROM waiting_entry x
                        WHERE x.event_id = p_event AND x.place = q.place AND x.state IN ('LOBBY', 'WAITING', 'ADMITTED')
                        FOR NO KEY UPDATE SKIP LOCKED) free
    WHERE e.ctid = free.ctid;
    GET DIAGNOSTICS v_heard = ROW_COUNT;
    RETURN v_heard;
END $$;

-- As in V7, but nobody waits while a long line is read at once: each tick looks for the silent among the first 2 * cap and in
-- the next slice of all others. swept_to: where that slice ended (a place in the lobby, a rank in line). swept_at has no use
-- any more.
ALTER TABLE waiting_room ADD COLUMN swept_to int NOT NULL DEFAULT 0;

CREATE OR REPLACE FUNCTION waiting_room_tick(
    p_event uuid, OUT phase text, OUT admitted int, OUT ended int) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_material = off AS $$
#variable_conflict use_column
DECLARE
    -- Longer silences of all nodes are an outage, and nobody's fault.
    c_outage  CONSTANT interval := interval '10 seconds';
    c_patience CONSTANT interval := interval '75 seconds';
    c_slice   CONSTANT int := 10000;
    c_calm    CONSTANT interval := interval '60 seconds';
    r         waiting_room;
    v_now     timestamptz;
    v_gap     interval;
    v_buyers  int;
    v_active  int;
    v_quota   double precision;
    v_admit   int;
    v_silent  int[] := '{}';
    v_near    int[];
    v_to      int;
    v_seen    int;
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

    -- Buying renews the admission, having bought completes it.
    UPDATE waiting_entry e
    SET expires_at = v_now + make_interval(secs => r.admission_ms / 1000.0), change = r.last_change + 1
    WHERE e.event_id = p_event AND e.state = 'ADMITTED' AND e.expires_at > v_now
      AND e.expires_at < v_now + make_interval(secs => r.admission_ms / 2000.0)
      AND waiting_room_buying(p_event, e.account_id);
    IF v_now >= r.patient_until THEN
        IF r.phase = 'LOBBY' THEN
            SELECT array_agg(x.place) FILTER (WHERE x.due_at <= v_now), max(x.place), count(*)
            INTO v_silent, v_to, v_seen
            FROM (SELECT e.place, e.due_at FROM waiting_entry e
                  WHERE e.event_id = p_event AND e.place > greatest(r.base, r.swept_to) AND e.state = 'LOBBY'
                  ORDER BY e.place LIMIT c_slice) x;
        ELSE
            SELECT array_agg(x.place) FILTER (WHERE x.due_at <= v_now), max(x.rank), count(*)
            INTO v_silent, v_to, v_seen
            FROM (SELECT e.place, e.rank, e.due_at FROM waiting_entry e
                  WHERE e.event_id = p_event AND e.state = 'WAITING' AND e.rank > r.swept_to
                  ORDER BY e.rank LIMIT c_slice) x;
            SELECT array_agg(x.place) FILTER (WHERE x.due_at <= v_now) INTO v_near
            FROM (SELECT e.place, e.due_at FROM waiting_entry e
                  WHERE e.event_id = p_event AND e.state = 'WAITING' ORDER BY e.rank LIMIT 2 * r.cap) x;
        END IF;
        r.swept_to := CASE WHEN v_seen = c_slice THEN v_to ELSE 0 END;
    END IF;
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
        UNION
        SELECT u.place, 'SILENT' FROM unnest(v_silent || v_near) AS u (place))
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
        swept_to = r.swept_to,
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

ALTER FUNCTION waiting_room_rank(uuid, int, int[], int[]) SET enable_material = off;
ALTER FUNCTION waiting_room_leave(uuid, uuid) SET enable_material = off;
