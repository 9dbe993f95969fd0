package gg.tiketi.auth.google;

import gg.tiketi.auth.account.Account;
import java.time.Duration;

/** What came of coming back from the issuer. */
public sealed interface GoogleOutcome {

    /** It is this account's owner. */
    record Identified(Account account) implements GoogleOutcome {}

    /** The address has an account that never showed that the address is its own. */
    record AddressUnconfirmed() implements GoogleOutcome {}

    /**
     * State, code or token are not what they must be.
     *
     * @param wasOnTheWay whether somebody had left with that state
     */
    record Refused(boolean wasOnTheWay) implements GoogleOutcome {}

    /** Signing in with Google is off. */
    record Off() implements GoogleOutcome {}

    /** The issuer does not answer, or there is too much to do here. */
    record Busy(Duration retryAfter) implements GoogleOutcome {}
}
