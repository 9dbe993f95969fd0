package gg.tiketi.auth.mail;

/**
 * A plain text mail to one person. It may hold a link that is as good as a password for a while.
 *
 * @param to the address
 */
public record Mail(String to, String subject, String text) {

    /** Never shows address or text. */
    @Override
    public String toString() {
        return "Mail";
    }
}
