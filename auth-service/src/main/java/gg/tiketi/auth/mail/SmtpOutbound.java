package gg.tiketi.auth.mail;

import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Hands mail to a mail server. */
final class SmtpOutbound implements Outbound {

    private final ReactiveMailer mailer;
    private final Duration timeout;

    SmtpOutbound(ReactiveMailer mailer, Duration timeout) {
        this.mailer = mailer;
        this.timeout = timeout;
    }

    @Override
    public Uni<Void> send(Mail mail) {
        return mailer.send(io.quarkus.mailer.Mail.withText(mail.to(), mail.subject(), mail.text()))
                .ifNoItem()
                .after(timeout)
                .fail();
    }
}
