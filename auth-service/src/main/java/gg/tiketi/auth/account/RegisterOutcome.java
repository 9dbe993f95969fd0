package gg.tiketi.auth.account;

import java.time.Duration;

/** What came of opening an account. */
public sealed interface RegisterOutcome {

    /** The account exists now. */
    record Registered(Account account) implements RegisterOutcome {}

    /** The address already has an account. */
    record EmailTaken() implements RegisterOutcome {}

    /** What becomes of it is told by mail only. */
    record MailSent() implements RegisterOutcome {}

    /** The mailed link is unknown, used or too old, or the address has got an account meanwhile. */
    record LinkInvalid() implements RegisterOutcome {}

    /** The password is not the one that was chosen when registering. */
    record WrongPassword() implements RegisterOutcome {}

    /** The password is refused. */
    record WeakPassword(PasswordWeakness weakness) implements RegisterOutcome {}

    /** Too many passwords wait to be hashed. */
    record Busy(Duration retryAfter) implements RegisterOutcome {}
}
