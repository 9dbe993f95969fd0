package gg.tiketi.auth.account;

import java.time.Duration;

/** What came of changing a password. */
sealed interface PasswordChangeOutcome {

    /** The new one counts; every other session of the account is over. */
    record Changed() implements PasswordChangeOutcome {}

    /** The old password is not the account's, or not any more. */
    record WrongPassword() implements PasswordChangeOutcome {}

    /** The new password is refused. */
    record WeakPassword(PasswordWeakness weakness) implements PasswordChangeOutcome {}

    /** There is no such live account. */
    record Gone() implements PasswordChangeOutcome {}

    /** The old password was wrong too often. */
    record Throttled(Duration retryAfter) implements PasswordChangeOutcome {}

    /** Too many passwords wait to be hashed. */
    record Busy(Duration retryAfter) implements PasswordChangeOutcome {}
}
