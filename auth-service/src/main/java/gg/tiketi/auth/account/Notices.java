package gg.tiketi.auth.account;

import gg.tiketi.auth.mail.Mail;
import gg.tiketi.auth.mail.Postman;
import gg.tiketi.auth.token.SigningConfig;
import gg.tiketi.defaults.token.TokenConfig;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells the owner of an account what was done to it, in the background. */
@ApplicationScoped
public class Notices {

    private final Postman postman;
    private final String base;

    Notices(Postman postman, SigningConfig site, TokenConfig token) {
        this.postman = postman;
        this.base = site.publicUrl().orElse(token.issuer());
    }

    /** Mails the notice, or not; what it tells of has happened already. */
    public void tell(Email email, Notice notice) {
        postman.send(new Mail(email.value(), notice.subject(), """
                %s
                직접 하지 않으셨다면 아래 주소에서 비밀번호를 다시 정하고 문의해 주세요.

                %s
                If it was not you, set a new password here and write to us.

                %s/forgot-password
                """.formatted(notice.korean(), notice.english(), base)));
    }
}
