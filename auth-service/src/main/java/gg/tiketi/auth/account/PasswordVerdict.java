package gg.tiketi.auth.account;

import java.time.Duration;

/** What came of asking someone who is signed in for their password once more. */
public sealed interface PasswordVerdict {

    /** It is theirs. */
    record Right(Account account) implements PasswordVerdict {}

    /** It is not. */
    record Wrong() implements PasswordVerdict {}

    /** There is no such live account. */
    record Gone() implements PasswordVerdict {}

    /** It was wrong too often. */
    record Throttled(Duration retryAfter) implements PasswordVerdict {}

    /** Too many passwords wait to be hashed. */
    record Busy(Duration retryAfter) implements PasswordVerdict {}
}
