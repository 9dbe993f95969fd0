package gg.tiketi.auth.account;

import gg.tiketi.auth.account.RecoveryOutcome.Busy;
import gg.tiketi.auth.account.RecoveryOutcome.Done;
import gg.tiketi.auth.account.RecoveryOutcome.LinkInvalid;
import gg.tiketi.auth.account.RecoveryOutcome.WeakPassword;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.auth.throttle.SignInThrottle;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/** Forgotten passwords and addresses to be confirmed. */
@ApplicationScoped
public class RecoveryService {

    private final AccountRepository accounts;
    private final LinkRepository links;
    private final MailedLinks mailed;
    private final PasswordHasher hasher;
    private final PasswordPolicy policy;
    private final Notices notices;
    private final SignInThrottle throttle;
    private final PasswordConfig config;

    RecoveryService(
            AccountRepository accounts,
            LinkRepository links,
            MailedLinks mailed,
            PasswordHasher hasher,
            PasswordPolicy policy,
            Notices notices,
            SignInThrottle throttle,
            PasswordConfig config) {
        this.accounts = accounts;
        this.links = links;
        this.mailed = mailed;
        this.hasher = hasher;
        this.policy = policy;
        this.notices = notices;
        this.throttle = throttle;
        this.config = config;
    }

    /** Mails a link to the address if it has an account; takes equally long if not. */
    Uni<Void> askForReset(Email email) {
        return accounts.findByEmail(email)
                .invoke(found -> found.ifPresent(stored -> mailed.mail(stored.account(), LinkPurpose.PASSWORD_RESET)))
                .replaceWithVoid();
    }

    /** Sets a new password and ends all sessions. */
    Uni<RecoveryOutcome> reset(LinkToken token, String password, Origin origin) {
        return links.find(token, LinkPurpose.PASSWORD_RESET)
                .chain(found -> found.map(account -> reset(account, token, password, origin))
                        .orElseGet(() -> answer(new LinkInvalid())))
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(() -> new Busy(config.retryAfter()));
    }

    /** Mails a link that confirms the address; empty when the account is not live. */
    Uni<Boolean> askForVerification(AccountId id) {
        return accounts.findById(id)
                .invoke(found -> found.filter(account -> !account.emailVerified())
                        .ifPresent(account -> mailed.mail(account, LinkPurpose.EMAIL_VERIFICATION)))
                .map(Optional::isPresent);
    }

    /** Confirms the address. */
    Uni<RecoveryOutcome> verify(LinkToken token, Origin origin) {
        return links.confirmEmail(token, origin).map(done -> done ? new Done() : new LinkInvalid());
    }

    private Uni<RecoveryOutcome> reset(Account account, LinkToken token, String password, Origin origin) {
        Optional<PasswordWeakness> weakness = policy.weakness(password, account.email(), account.name());
        if (weakness.isPresent()) {
            return answer(new WeakPassword(weakness.get()));
        }
        return hasher.hash(password)
                .chain(hash -> links.resetPassword(token, hash, origin))
                .call(done ->
                        done ? isTheirs(account, origin) : Uni.createFrom().voidItem())
                .map(done -> done ? new Done() : new LinkInvalid());
    }

    /** Whoever reads the account's mail signs in without waiting, whatever others guess meanwhile. */
    private Uni<Void> isTheirs(Account account, Origin origin) {
        notices.tell(account.email(), Notice.PASSWORD_CHANGED);
        return throttle.recognise(account.email().value(), origin);
    }

    private static Uni<RecoveryOutcome> answer(RecoveryOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
