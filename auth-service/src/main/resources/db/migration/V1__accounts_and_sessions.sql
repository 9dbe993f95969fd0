-- People who can sign in.
CREATE TABLE account (
    id            uuid PRIMARY KEY,
    email         text        NOT NULL CONSTRAINT account_email_taken UNIQUE CHECK (email = lower(email)),
    name          text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    phone         text,
    password_hash text        NOT NULL,
    roles         text[]      NOT NULL CHECK (cardinality(roles) > 0),
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    disabled_at   timestamptz
);

-- One sign-in on one device: the family of all refresh tokens that descend from it.
CREATE TABLE session (
    id           uuid PRIMARY KEY,
    account_id   uuid        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    generation   integer     NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL DEFAULT now(),
    rotated_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    revoked_for  text CHECK (revoked_for IN ('sign-out', 'token-reuse')),
    CHECK ((revoked_at IS NULL) = (revoked_for IS NULL))
);
CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_expiry ON session (expires_at);

-- Every refresh token a session ever gave out, as SHA-256 only; old ones stay so that their reuse is noticed.
CREATE TABLE refresh_token (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    session_id uuid    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    generation integer NOT NULL
);
CREATE INDEX refresh_token_by_session ON refresh_token (session_id);
