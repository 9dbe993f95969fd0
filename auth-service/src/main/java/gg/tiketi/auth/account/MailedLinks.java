package gg.tiketi.auth.account;

import gg.tiketi.auth.mail.Mail;
import gg.tiketi.auth.mail.Postman;
import gg.tiketi.auth.token.SigningConfig;
import gg.tiketi.defaults.token.TokenConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Mails links that stand for their reader. The token is in the fragment of the address, which browsers send to no
 * server, so no log and no referrer has it.
 */
@ApplicationScoped
public class MailedLinks {

    private static final Logger LOG = Logger.getLogger(MailedLinks.class);

    private final LinkRepository links;
    private final LinkConfig config;
    private final RegistrationConfig registration;
    private final Postman postman;
    private final String base;
    private final SecureRandom random = new SecureRandom();

    MailedLinks(
            LinkRepository links,
            LinkConfig config,
            RegistrationConfig registration,
            Postman postman,
            SigningConfig site,
            TokenConfig token) {
        this.links = links;
        this.config = config;
        this.registration = registration;
        this.postman = postman;
        this.base = site.publicUrl().orElse(token.issuer());
    }

    /** Mails the link that makes the account of a registration. */
    void mailRegistration(Email email, LinkToken token) {
        postman.send(new Mail(email.value(), "[티케티] 가입 마치기 · Finish signing up", """
                아래 주소를 열고 가입할 때 정한 비밀번호를 입력하면 가입이 끝나요. %2$d시간 동안 쓸 수 있어요.
                가입하지 않으셨다면 이 메일을 무시해 주세요. 계정은 만들어지지 않아요.

                Open this address within %2$d hours and enter the password you chose, to finish signing up.
                If you did not sign up, ignore this mail: there will be no account.

                %1$s
                """.formatted(
                        base + "/finish-sign-up#" + token.value(),
                        registration.registrationLifetime().toHours())));
    }

    /** Tells the owner of an account that somebody registered with its address. */
    void tellOwner(Email email) {
        postman.send(new Mail(email.value(), "[티케티] 이미 가입된 이메일이에요 · You have an account already", """
                이 이메일로 가입하려는 요청이 있었지만, 이미 계정이 있어요. 비밀번호를 잊으셨다면 아래 주소에서 다시 정할 수 있어요.
                요청하지 않으셨다면 아무것도 하지 않으셔도 돼요.

                Somebody signed up with this address, which has an account already. If you forgot its password, set a new one here.
                If it was not you, there is nothing to do.

                %s/forgot-password
                """.formatted(base)));
    }

    /** Mails a link in the background, whatever becomes of it; whoever waits for an answer learns nothing. */
    void mail(Account account, LinkPurpose purpose) {
        issue(account, purpose)
                .subscribe()
                .with(
                        done -> LOG.debugf("link asked for purpose=%s mailed=%s", purpose.word(), done),
                        failed -> LOG.warnf(
                                "link not stored reason=%s", failed.getClass().getName()));
    }

    private Uni<Boolean> issue(Account account, LinkPurpose purpose) {
        LinkToken token = LinkToken.create(random);
        return links.issue(account.id(), purpose, token, lifetime(purpose), config.perHour())
                .invoke(stored -> {
                    if (stored) {
                        postman.send(letter(account, purpose, token));
                    }
                });
    }

    private Duration lifetime(LinkPurpose purpose) {
        return switch (purpose) {
            case PASSWORD_RESET -> config.resetLifetime();
            case EMAIL_VERIFICATION -> config.verificationLifetime();
        };
    }

    private Mail letter(Account account, LinkPurpose purpose, LinkToken token) {
        String link = base + purpose.page() + "#" + token.value();
        long minutes = lifetime(purpose).toMinutes();
        return switch (purpose) {
            case PASSWORD_RESET ->
                new Mail(account.email().value(), "[티케티] 비밀번호 재설정 · Reset your password", """
                        아래 주소에서 새 비밀번호를 정해 주세요. %2$d분 동안 한 번만 쓸 수 있어요.
                        요청하지 않으셨다면 이 메일을 무시해 주세요. 비밀번호는 그대로예요.

                        Set a new password here, once, within %2$d minutes.
                        If you did not ask for it, ignore this mail: your password stays as it is.

                        %1$s
                        """.formatted(link, minutes));
            case EMAIL_VERIFICATION ->
                new Mail(account.email().value(), "[티케티] 이메일 확인 · Confirm your address", """
                        아래 주소를 열어 이메일을 확인해 주세요. %2$d시간 동안 쓸 수 있어요.

                        Open this address within %2$d hours to confirm your e-mail.

                        %1$s
                        """.formatted(
                                link, minutes / 60));
        };
    }
}
