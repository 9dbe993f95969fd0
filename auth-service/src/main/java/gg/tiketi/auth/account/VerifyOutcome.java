package gg.tiketi.auth.account;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of checking an e-mail address and a password. */
public sealed interface VerifyOutcome {

    /** They belong to this account. */
    record Verified(Account account) implements VerifyOutcome {}

    /** They belong to no live account; which of the two was wrong is told to nobody but the audit log. */
    record Wrong(@Nullable AccountId account) implements VerifyOutcome {}

    /** Too many passwords wait to be hashed. */
    record Busy(Duration retryAfter) implements VerifyOutcome {}
}
