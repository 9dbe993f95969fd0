package gg.tiketi.auth.factor;

import java.time.Duration;
import java.util.List;

/** What came of a wish about one's second factor. */
sealed interface FactorOutcome {

    /** A secret was made; it counts once its first code was given. */
    record Begun(String secret, String uri) implements FactorOutcome {

        /** Never shows the secret. */
        @Override
        public String toString() {
            return "Begun";
        }
    }

    /** It is on; these codes are shown this once. */
    record On(List<String> recoveryCodes) implements FactorOutcome {

        /** Never shows the codes. */
        @Override
        public String toString() {
            return "On";
        }
    }

    /** It is off. */
    record Off() implements FactorOutcome {}

    /** There is no key to keep secrets with. */
    record Unavailable() implements FactorOutcome {}

    /** There is one already. */
    record AlreadyOn() implements FactorOutcome {}

    /** There is none, or it was not begun. */
    record NotOn() implements FactorOutcome {}

    /** The code is wrong, or was used. */
    record WrongCode() implements FactorOutcome {}

    /** The password is wrong. */
    record WrongPassword() implements FactorOutcome {}

    /** There is no such live account. */
    record Gone() implements FactorOutcome {}

    /** The password or code was wrong too often. */
    record Throttled(Duration retryAfter) implements FactorOutcome {}

    /** Too many passwords wait to be hashed. */
    record Busy(Duration retryAfter) implements FactorOutcome {}
}
