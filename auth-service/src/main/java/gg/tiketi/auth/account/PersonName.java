package gg.tiketi.auth.account;

/** How names and phone numbers of people may look. */
public final class PersonName {

    /** Anything but control and half characters, and not only blanks: names of the world differ too much for more. */
    public static final String FORMAT = "(?=.*\\S)[^\\p{Cc}\\p{Cs}]*";

    /** Digits with the usual separators. */
    public static final String PHONE_FORMAT = "\\+?[0-9][0-9 ()-]{3,19}";

    private static final int LONGEST = 100;

    private PersonName() {}

    /** What somebody else says that a person is called, or the begin of their address where that is no name. */
    static String usable(String name, Email email) {
        String stripped = name.strip();
        return stripped.length() <= LONGEST && stripped.matches(FORMAT) ? stripped : email.localPart();
    }
}
