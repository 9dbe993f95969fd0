package gg.tiketi.auth.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an entry tells of. */
public enum AuditAction {
    /** An account was made. */
    ACCOUNT_MADE,
    /** A session was opened; the detail says by what. */
    SIGN_IN,
    /** What was given to sign in, or to confirm an act, is wrong; the detail says what. */
    SIGN_IN_REFUSED,
    /** Sessions were ended before their time; the detail says why. */
    SESSIONS_ENDED,
    /** A password was replaced by someone who knew the old one. */
    PASSWORD_CHANGED,
    /** A password was replaced with a mailed link. */
    PASSWORD_RESET,
    /** A mailed link showed that the address is its owner's. */
    EMAIL_VERIFIED,
    /** An administrator gave an account another role; the detail says which before and after. */
    ROLE_CHANGED,
    /** Signing in asks for a code from now on. */
    SECOND_FACTOR_ON,
    /** Signing in asks for the password only. */
    SECOND_FACTOR_OFF,
    /** Its owner deleted the account. */
    ACCOUNT_DELETED,
    /** An identity of another issuer opens the account from now on; the detail says whose. */
    IDENTITY_LINKED;

    /** The word in SQL and JSON, {@code sign-in-refused}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The action of a word. */
    static Optional<AuditAction> of(String word) {
        return Stream.of(values()).filter(action -> action.word().equals(word)).findFirst();
    }
}
