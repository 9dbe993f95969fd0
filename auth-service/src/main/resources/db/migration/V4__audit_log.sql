-- What was done to accounts. No name, address of mail or token is ever in it, and it outlives the accounts it names.
CREATE TABLE audit_entry (
    id         uuid PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT now(),
    actor_id   uuid,
    action     text        NOT NULL CHECK (action <> ''),
    account_id uuid,
    detail     text,
    request_id text,
    network    text
);
CREATE INDEX audit_entry_by_time ON audit_entry (at DESC, id DESC);
CREATE INDEX audit_entry_by_account ON audit_entry (account_id, at DESC);
CREATE INDEX audit_entry_by_actor ON audit_entry (actor_id, at DESC);

-- The service's login owns its tables. Of this one it keeps two rights; giving itself more is an act of its own that
-- no statement of the service makes.
REVOKE ALL ON audit_entry FROM CURRENT_USER;
GRANT SELECT, INSERT ON audit_entry TO CURRENT_USER;

-- The one way to forget: never an entry younger than 90 days, and the right to delete ends with the transaction, in
-- which nobody else can see it. One at a time, because two would change the same rights at once.
CREATE FUNCTION forget_audit_entries(age interval, at_most integer) RETURNS integer
    LANGUAGE plpgsql AS $$
DECLARE
    forgotten integer;
BEGIN
    IF age < INTERVAL '90 days' THEN
        RAISE EXCEPTION 'audit entries are kept for at least 90 days' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM audit_entry WHERE at < now() - age)
            OR NOT pg_try_advisory_xact_lock(hashtext('forget_audit_entries')) THEN
        RETURN 0;
    END IF;
    GRANT DELETE ON audit_entry TO CURRENT_USER;
    DELETE FROM audit_entry
    WHERE id IN (SELECT id FROM audit_entry WHERE at < now() - age ORDER BY at LIMIT at_most);
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    REVOKE DELETE ON audit_entry FROM CURRENT_USER;
    RETURN forgotten;
END $$;
