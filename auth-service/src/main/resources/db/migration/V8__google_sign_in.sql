-- Who left for Google's page and has not come back: what the return is checked with, once. State and binding are kept as
-- SHA-256; nonce and verifier are worth nothing without the code that only comes back to us.
CREATE TABLE google_flow (
    state_hash   bytea PRIMARY KEY CHECK (octet_length(state_hash) = 32),
    binding_hash bytea       NOT NULL CHECK (octet_length(binding_hash) = 32),
    nonce        text        NOT NULL,
    verifier     text        NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX google_flow_by_expiry ON google_flow (expires_at);

-- Identities of other issuers that open an account: one of an issuer each.
CREATE TABLE linked_identity (
    issuer     text        NOT NULL,
    subject    text        NOT NULL,
    account_id uuid        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    linked_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (issuer, subject),
    UNIQUE (issuer, account_id)
);

-- How the first step was made.
ALTER TABLE sign_in_challenge ADD COLUMN method text NOT NULL DEFAULT 'pwd';
