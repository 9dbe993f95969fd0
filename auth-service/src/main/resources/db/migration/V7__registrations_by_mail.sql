-- Registrations that wait for the link mailed to their address. An account is made when the link is used, so nobody
-- else learns whether the address had one; for an address that has, the same row is written and no link is mailed.
CREATE TABLE pending_registration (
    token_hash    bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    email         text        NOT NULL CHECK (email = lower(email)),
    name          text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    phone         text,
    password_hash text        NOT NULL,
    attempts_left integer     NOT NULL CHECK (attempts_left >= 0),
    created_at    timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL
);
CREATE INDEX pending_registration_by_email ON pending_registration (email);
CREATE INDEX pending_registration_by_expiry ON pending_registration (expires_at);
