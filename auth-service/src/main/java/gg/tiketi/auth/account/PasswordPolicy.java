package gg.tiketi.auth.account;

import java.util.Optional;
import java.util.Set;

/** Which passwords are refused: those an attacker tries first. Length is what makes a password good, not symbols. */
final class PasswordPolicy {

    private static final int MIN_DIFFERENT_CHARACTERS = 4;

    private final GuessablePasswords guessable;

    /** The policy with a list of common passwords in lower case. */
    PasswordPolicy(Set<String> common) {
        this.guessable = new GuessablePasswords(common);
    }

    /** Why the password is refused; empty when it is good. */
    Optional<PasswordWeakness> weakness(String password, Email email, String name) {
        if (password.length() < NewAccount.MIN_PASSWORD || password.length() > NewAccount.MAX_PASSWORD) {
            return Optional.of(PasswordWeakness.LENGTH);
        }
        if (GuessablePasswords.isPersonal(password, email, name)) {
            return Optional.of(PasswordWeakness.PERSONAL);
        }
        if (guessable.contain(password) || password.chars().distinct().count() < MIN_DIFFERENT_CHARACTERS) {
            return Optional.of(PasswordWeakness.COMMON);
        }
        return Optional.empty();
    }
}
