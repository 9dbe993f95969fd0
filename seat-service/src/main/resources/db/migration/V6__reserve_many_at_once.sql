-- Reserve for many people in one transaction: a commit to disk, a round trip and the start of a dozen statements cost the
-- same for one reservation as for thirty. Only plain wishes are met here: free seats that nobody is busy with, a person
-- within the limit whose other requests are not under way, a key without a stored answer, an open sale. Everybody else is
-- passed over without a word and asks the function reserve, which has all the answers. Nothing here waits for a lock of
-- somebody else (but for the row of an equal key that is being written at this moment), so a batch is never slower than
-- its own work, and two batches cannot wait for each other.
--
-- p_requests and p_positions have an entry for each seat: the number of its request, 1 and up, and the seat's position.
-- No two requests of a batch are of the same person or name the same seat. One row for each reservation that was placed.
CREATE FUNCTION reserve_batch(
    p_event uuid, p_change bigint, p_hold_ms int, p_accounts uuid[], p_reservations uuid[], p_numbers text[],
    p_seat_counts int[], p_amounts int[], p_documents jsonb[], p_owners text[], p_delays_ms int[], p_keys text[],
    p_body_hashes bytea[], p_requests int[], p_positions int[],
    OUT request int, OUT body jsonb) RETURNS SETOF record LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    c_iso CONSTANT text := 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';
    e          event;
    v_now      timestamptz := clock_timestamp();
    v_hold     interval := make_interval(secs => p_hold_ms / 1000.0);
    v_requests int[];
    v_seats    int[];
BEGIN
    SELECT * INTO e FROM event WHERE id = p_event;
    IF NOT FOUND OR e.state <> 'PUBLISHED' OR e.sale_stopped OR e.change_number <> p_change
       OR NOT EXISTS (SELECT 1 FROM sale_window w
                      WHERE w.event_id = p_event AND w.opens_at <= v_now AND v_now < w.closes_at) THEN
        RETURN;
    END IF;
    -- The lock of the limit per person, as reserve takes it. Each later statement sees what committed before it.
    SELECT array_agg(q.i) INTO v_requests FROM unnest(p_accounts) WITH ORDINALITY AS q (account, i)
    WHERE pg_try_advisory_xact_lock(hashtextextended(p_event::text || q.account::text, 0));
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
                             expires_at, free_at)
    SELECT q.id, q.number, p_event, q.account, 'PENDING', q.seats, q.amount, q.document, q.owner, v_now, v_now + v_hold,
           v_now + v_hold + make_interval(secs => q.delay / 1000.0)
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

-- One plan serves any list; and no plan made while a table is still empty may read all of it when it has grown.
ALTER FUNCTION reserve_batch(
    uuid, bigint, int, uuid[], uuid[], text[], int[], int[], jsonb[], text[], int[], text[], bytea[], int[], int[])
    SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off;
ALTER FUNCTION reserve(uuid, bigint, uuid, uuid, text, int[], int, int, jsonb, text, int, int, text, bytea)
    SET enable_seqscan = off;
