package gg.tiketi.auth.account;

import java.time.Duration;

/** What came of opening an account. */
public sealed interface RegisterOutcome {

    /** The account exists now. */
    record Registered(Account account) implements RegisterOutcome {}

    /** The address already has an account. */
    record EmailTaken() implements RegisterOutcome {}

    /** The password is refused. */
    record WeakPassword(PasswordWeakness weakness) implements RegisterOutcome {}

    /** Too many passwords wait to be hashed. */
    record Busy(Duration retryAfter) implements RegisterOutcome {}
}
