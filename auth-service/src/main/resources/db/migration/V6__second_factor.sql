-- Whether signing in asks for a code; the same moment as second_factor.confirmed_at, kept where every sign-in looks.
ALTER TABLE account ADD COLUMN second_factor_at timestamptz;

-- An authenticator's secret, encrypted with a key that is not in the database. Not confirmed: shown, not used yet.
CREATE TABLE second_factor (
    account_id   uuid PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    secret       bytea       NOT NULL,
    made_at      timestamptz NOT NULL DEFAULT now(),
    confirmed_at timestamptz,
    -- The newest 30-second step whose code was used: no code counts twice.
    last_step    bigint      NOT NULL DEFAULT 0
);

-- Recovery codes not used yet, as HMAC-SHA-256 with that key.
CREATE TABLE recovery_code (
    account_id uuid  NOT NULL REFERENCES second_factor (account_id) ON DELETE CASCADE,
    digest     bytea NOT NULL CHECK (octet_length(digest) = 32),
    PRIMARY KEY (account_id, digest)
);

-- A right password that waits for its code. Only the token's SHA-256 is kept. One without attempts left stays until its
-- time is over, so that it still counts.
CREATE TABLE sign_in_challenge (
    token_hash         bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    account_id         uuid        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    credential_version integer     NOT NULL,
    attempts_left      integer     NOT NULL CHECK (attempts_left >= 0),
    expires_at         timestamptz NOT NULL
);
CREATE INDEX sign_in_challenge_by_account ON sign_in_challenge (account_id);
CREATE INDEX sign_in_challenge_by_expiry ON sign_in_challenge (expires_at);

-- How a session was signed in (RFC 8176), told in its access tokens.
ALTER TABLE session ADD COLUMN methods text[] NOT NULL DEFAULT '{pwd}';
ALTER TABLE session DROP CONSTRAINT session_revoked_for_check;
ALTER TABLE session ADD CONSTRAINT session_revoked_for_check CHECK (
    revoked_for IN ('sign-out', 'token-reuse', 'password-change', 'password-reset', 'role-change', 'account-deleted',
                    'second-factor'));
