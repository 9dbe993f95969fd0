package gg.tiketi.auth.deletion;

import java.time.Duration;

/** What came of the wish to delete one's account. */
sealed interface DeletionOutcome {

    /** Nothing of it says any more whose it was. */
    record Deleted() implements DeletionOutcome {}

    /** It is the last administrator's. */
    record LastAdministrator() implements DeletionOutcome {}

    /** The second factor's code is wrong or missing. */
    record WrongCode() implements DeletionOutcome {}

    /** The password is wrong, or not right any more. */
    record WrongPassword() implements DeletionOutcome {}

    /** There is no such live account. */
    record Gone() implements DeletionOutcome {}

    /** Password or code were wrong too often. */
    record Throttled(Duration retryAfter) implements DeletionOutcome {}

    /** Too many passwords wait to be hashed. */
    record Busy(Duration retryAfter) implements DeletionOutcome {}
}
