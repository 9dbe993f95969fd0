package gg.tiketi.auth.session;

import gg.tiketi.auth.account.PasswordWeakness;
import gg.tiketi.auth.token.AccessTokens.AccessToken;
import java.time.Duration;

/** What came of registering, signing in or renewing. */
sealed interface SessionOutcome {

    /** A session is open. */
    record SignedIn(Session session, AccessToken accessToken) implements SessionOutcome {}

    /** Register: the address has an account. */
    record EmailTaken() implements SessionOutcome {}

    /** Register: the password is refused. */
    record WeakPassword(PasswordWeakness weakness) implements SessionOutcome {}

    /** Sign in: address or password is wrong. */
    record BadCredentials() implements SessionOutcome {}

    /** Sign in: too many failures. */
    record Throttled(Duration retryAfter) implements SessionOutcome {}

    /** Renew: the session is over, or its token was used twice. */
    record Ended() implements SessionOutcome {}

    /** Too much to compute right now. */
    record Busy(Duration retryAfter) implements SessionOutcome {}
}
