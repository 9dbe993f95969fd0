-- Services refuse the access tokens of sessions that ended early: the latest such sessions are read every two seconds.
CREATE INDEX session_by_revocation ON session (revoked_at) WHERE revoked_at IS NOT NULL;

ALTER TABLE session DROP CONSTRAINT session_revoked_for_check;
ALTER TABLE session ADD CONSTRAINT session_revoked_for_check CHECK (
    revoked_for IN ('sign-out', 'token-reuse', 'password-change', 'password-reset'));

-- Raised with every new password, so that nobody gets in with what was right a moment ago.
ALTER TABLE account ADD COLUMN credential_version integer NOT NULL DEFAULT 1;
