package gg.tiketi.auth.account;

import java.time.Duration;

/** What came of using a mailed link. */
sealed interface RecoveryOutcome {

    /** It had its effect, and is used up. */
    record Done() implements RecoveryOutcome {}

    /** Unknown, used or too old; which, is not told. */
    record LinkInvalid() implements RecoveryOutcome {}

    /** The new password is refused; the link is still good. */
    record WeakPassword(PasswordWeakness weakness) implements RecoveryOutcome {}

    /** Too many passwords wait to be hashed. */
    record Busy(Duration retryAfter) implements RecoveryOutcome {}
}
