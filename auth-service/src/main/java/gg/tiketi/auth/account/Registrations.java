package gg.tiketi.auth.account;

import gg.tiketi.auth.mail.MailConfig;
import gg.tiketi.auth.platform.Origin;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * Registering by mail: whoever registers is answered alike, after the same work, whether or not the address has an
 * account; its owner learns by mail. The link makes the account only together with the password that was chosen when
 * registering, so nobody opens an account with a stranger's password by following a link they did not ask for.
 */
@ApplicationScoped
public class Registrations {

    private static final Logger LOG = Logger.getLogger(Registrations.class);

    private final RegistrationRepository pending;
    private final AccountRepository accounts;
    private final MailedLinks mailed;
    private final PasswordHasher hasher;
    private final PasswordConfig passwords;
    private final boolean mailFirst;
    private final SecureRandom random = new SecureRandom();

    Registrations(
            RegistrationRepository pending,
            AccountRepository accounts,
            MailedLinks mailed,
            PasswordHasher hasher,
            PasswordConfig passwords,
            RegistrationConfig config,
            MailConfig mail) {
        this.pending = pending;
        this.accounts = accounts;
        this.mailed = mailed;
        this.hasher = hasher;
        this.passwords = passwords;
        this.mailFirst = config.registration()
                .map(way -> way == RegistrationConfig.Way.MAIL_FIRST)
                .orElse(mail.transport() != MailConfig.Transport.NONE);
    }

    /** Whether an account is made only when its link is used. */
    boolean beginByMail() {
        return mailFirst;
    }

    /** Keeps the registration and mails in the background, whatever becomes of it. */
    Uni<RegisterOutcome> begin(FreshAccount account) {
        LinkToken token = LinkToken.create(random);
        return pending.add(token, account)
                .invoke(stored -> {
                    if (stored) {
                        mail(account.email(), token);
                    }
                })
                .replaceWith(new RegisterOutcome.MailSent());
    }

    /** Makes the account for whoever has the link and knows the password. */
    Uni<RegisterOutcome> finish(LinkToken token, String password, Origin origin) {
        return pending.takeAttempt(token)
                .chain(found -> found.map(account -> finish(token, account, password, origin))
                        .orElseGet(() -> answer(new RegisterOutcome.LinkInvalid())))
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(() -> new RegisterOutcome.Busy(passwords.retryAfter()));
    }

    private Uni<RegisterOutcome> finish(LinkToken token, FreshAccount account, String password, Origin origin) {
        return hasher.matches(password, account.passwordHash())
                .chain(matches -> matches
                        ? pending.use(token, account, origin).map(Registrations::made)
                        : answer(new RegisterOutcome.WrongPassword()));
    }

    private void mail(Email email, LinkToken token) {
        accounts.findByEmail(email)
                .subscribe()
                .with(
                        found -> found.ifPresentOrElse(
                                known -> mailed.tellOwner(email), () -> mailed.mailRegistration(email, token)),
                        failed -> LOG.warnf(
                                "registration not mailed reason=%s",
                                failed.getClass().getName()));
    }

    private static RegisterOutcome made(Optional<Account> made) {
        return made.<RegisterOutcome>map(RegisterOutcome.Registered::new).orElseGet(RegisterOutcome.LinkInvalid::new);
    }

    private static Uni<RegisterOutcome> answer(RegisterOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
