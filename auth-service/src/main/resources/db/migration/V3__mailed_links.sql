ALTER TABLE account ADD COLUMN email_verified_at timestamptz;

-- What a link in a mail is good for, once. Only the token's SHA-256 is kept; using a link removes it.
CREATE TABLE mailed_link (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    account_id uuid        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    purpose    text        NOT NULL CHECK (purpose IN ('password-reset', 'email-verification')),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX mailed_link_by_account ON mailed_link (account_id, purpose);
CREATE INDEX mailed_link_by_expiry ON mailed_link (expires_at);
