package gg.tiketi.auth.mail;

import gg.tiketi.auth.platform.StartRefused;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Sends mail after the caller was answered, so that no answer tells by its time whether there was something to send. A
 * mail that could not be sent is counted and forgotten: the person asks again.
 */
@ApplicationScoped
public class Postman {

    private static final Logger LOG = Logger.getLogger(Postman.class);

    private final Outbound outbound;
    private final MailConfig config;
    private final Counter sent;
    private final Counter failed;

    Postman(MailConfig config, ReactiveMailer mailer, Clock clock, MeterRegistry metrics) {
        this.config = config;
        this.outbound = switch (config.transport()) {
            case NONE -> mail -> Uni.createFrom().voidItem();
            case FOLDER ->
                new FolderOutbound(
                        config.folder()
                                .orElseThrow(() ->
                                        StartRefused.because("mail goes to a folder, so set TIKETI_AUTH_MAIL_FOLDER")),
                        clock);
            case SMTP -> new SmtpOutbound(mailer, config.timeout());
        };
        this.sent = counter(metrics, "sent");
        this.failed = counter(metrics, "failed");
    }

    void tell(@Observes StartupEvent started) {
        if (config.transport() == MailConfig.Transport.NONE) {
            LOG.warn(
                    "no mail is sent: passwords cannot be reset, addresses not confirmed (TIKETI_AUTH_MAIL_TRANSPORT)");
        }
    }

    /** Sends the mail some time soon, or not. */
    public void send(Mail mail) {
        outbound.send(mail).subscribe().with(done -> sent.increment(), refused -> {
            failed.increment();
            LOG.warnf("mail not sent reason=%s", refused.getClass().getName());
        });
    }

    private static Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("tiketi.mail")
                .tag("outcome", outcome)
                .description("mails handed over, or not")
                .register(metrics);
    }
}
