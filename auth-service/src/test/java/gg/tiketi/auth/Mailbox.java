package gg.tiketi.auth;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.MockMailbox;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What was mailed to somebody. */
public final class Mailbox {

    private static final Duration SOON = Duration.ofSeconds(20);

    private Mailbox() {}

    /** Waits for so many mails with such a link, no more, and reads their tokens (the pattern's first group). */
    public static List<String> tokens(MockMailbox mailbox, String email, Pattern link, int expected) {
        return Awaitility.await()
                .atMost(SOON)
                .until(
                        () -> List.copyOf(mailbox.getMailsSentTo(email)).stream()
                                .map(mail -> link.matcher(mail.getText()))
                                .filter(Matcher::find)
                                .map(found -> found.group(1))
                                .toList(),
                        found -> found.size() == expected);
    }

    /** Waits for so many mails. */
    public static List<Mail> mails(MockMailbox mailbox, String email, int expected) {
        return Awaitility.await()
                .atMost(SOON)
                .until(() -> List.copyOf(mailbox.getMailsSentTo(email)), found -> found.size() == expected);
    }
}
