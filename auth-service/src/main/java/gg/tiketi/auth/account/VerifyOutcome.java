package gg.tiketi.auth.account;

import java.time.Duration;

/** What came of checking an e-mail address and a password. */
public sealed interface VerifyOutcome {

    /** They belong to this account. */
    record Verified(Account account) implements VerifyOutcome {}

    /** They belong to no live account; which of the two was wrong is not told. */
    record Wrong() implements VerifyOutcome {}

    /** Too many passwords wait to be hashed. */
    record Busy(Duration retryAfter) implements VerifyOutcome {}
}
