-- Sessions end when their account's role changes, and when the account is deleted.
ALTER TABLE session DROP CONSTRAINT session_revoked_for_check;
ALTER TABLE session ADD CONSTRAINT session_revoked_for_check CHECK (
    revoked_for IN ('sign-out', 'token-reuse', 'password-change', 'password-reset', 'role-change', 'account-deleted'));
