package gg.tiketi.auth.account;

import java.util.Locale;

/** Why a password is refused. */
public enum PasswordWeakness {
    /** Too short or too long. */
    LENGTH,
    /** It is the person's own e-mail address or name. */
    PERSONAL,
    /** It is on the list of common ones, or repeats a few characters. */
    COMMON;

    /** The word clients see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
