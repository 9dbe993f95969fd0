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

    /** Register: what becomes of it is told by mail only. */
    record MailSent() implements SessionOutcome {}

    /** Register: the mailed link is unknown, used or too old. */
    record LinkInvalid() implements SessionOutcome {}

    /** Register: the password is not the one that was chosen. */
    record WrongPassword() implements SessionOutcome {}

    /** Register: the password is refused. */
    record WeakPassword(PasswordWeakness weakness) implements SessionOutcome {}

    /** Sign in: address or password is wrong. */
    record BadCredentials() implements SessionOutcome {}

    /** Sign in: the password is right, and a code must follow. */
    record CodeNeeded(ChallengeToken challenge, Duration lifetime) implements SessionOutcome {}

    /** Sign in: the code is wrong; so many more may be tried. */
    record WrongCode(int attemptsLeft) implements SessionOutcome {}

    /** Sign in: no code is waited for any more. */
    record ChallengeEnded() implements SessionOutcome {}

    /** Sign in: too many failures. */
    record Throttled(Duration retryAfter) implements SessionOutcome {}

    /** Renew: the session is over, or its token was used twice. */
    record Ended() implements SessionOutcome {}

    /** Elsewhere: who came back is nobody we know for sure. */
    record IdentityRefused() implements SessionOutcome {}

    /** Elsewhere: the address has an account that never showed that the address is its own. */
    record AddressUnconfirmed() implements SessionOutcome {}

    /** Elsewhere: that way in is closed here. */
    record WayClosed() implements SessionOutcome {}

    /** Too much to compute right now. */
    record Busy(Duration retryAfter) implements SessionOutcome {}
}
