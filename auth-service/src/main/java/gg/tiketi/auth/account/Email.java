package gg.tiketi.auth.account;

import java.util.Locale;

/** An e-mail address in the one form in which it is stored and compared: trimmed and in lower case. */
public record Email(String value) {

    /** What an address looks like: printable ASCII, one @, a domain with at least one dot. */
    public static final String FORMAT =
            "\\s*[\\x21-\\x7E&&[^@\"(),:;<>\\[\\\\\\]]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+\\s*";

    /** The longest address mail can carry (RFC 5321). */
    public static final int MAX_LENGTH = 254;

    public Email {
        value = value.strip().toLowerCase(Locale.ROOT);
    }

    /** The part before the @. */
    String localPart() {
        return value.substring(0, Math.max(0, value.indexOf('@')));
    }
}
