package gg.tiketi.auth.account;

import gg.tiketi.auth.audit.AuditAction;
import gg.tiketi.auth.audit.AuditEntry;
import gg.tiketi.auth.audit.AuditRepository;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.auth.throttle.SignInThrottle;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.RejectedExecutionException;

/**
 * Asks someone who is signed in for their password once more, before an act that a stolen access token alone must not be
 * enough for. Guesses count like failed sign-ins.
 */
@ApplicationScoped
public class PasswordCheck {

    private final AccountRepository accounts;
    private final PasswordHasher hasher;
    private final SignInThrottle throttle;
    private final AuditRepository audit;
    private final PasswordConfig config;

    PasswordCheck(
            AccountRepository accounts,
            PasswordHasher hasher,
            SignInThrottle throttle,
            AuditRepository audit,
            PasswordConfig config) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.throttle = throttle;
        this.audit = audit;
        this.config = config;
    }

    /** Whether the password is the account's. */
    public Uni<PasswordVerdict> of(AccountId id, String password, Origin origin) {
        return accounts.findStored(id)
                .chain(found -> found.map(stored -> unlessThrottled(stored, password, origin))
                        .orElseGet(() -> answer(new PasswordVerdict.Gone())))
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(() -> new PasswordVerdict.Busy(config.retryAfter()));
    }

    private Uni<PasswordVerdict> unlessThrottled(AccountRepository.Stored stored, String password, Origin origin) {
        return throttle.begin(stored.account().email().value(), origin)
                .chain(wait -> wait.isPresent()
                        ? answer(new PasswordVerdict.Throttled(wait.get()))
                        : check(stored, password, origin));
    }

    private Uni<PasswordVerdict> check(AccountRepository.Stored stored, String password, Origin origin) {
        String email = stored.account().email().value();
        return hasher.matches(password, stored.passwordHash())
                .onFailure(RejectedExecutionException.class)
                .call(() -> throttle.giveBack(email, origin))
                .chain(matches -> matches ? right(stored.account(), origin) : wrong(stored.account(), origin));
    }

    private Uni<PasswordVerdict> right(Account account, Origin origin) {
        return throttle.giveBack(account.email().value(), origin).replaceWith(new PasswordVerdict.Right(account));
    }

    private Uni<PasswordVerdict> wrong(Account account, Origin origin) {
        return audit.write(
                        AuditEntry.own(AuditAction.SIGN_IN_REFUSED, account.id().value(), "password-again", origin))
                .replaceWith(new PasswordVerdict.Wrong());
    }

    private static Uni<PasswordVerdict> answer(PasswordVerdict verdict) {
        return Uni.createFrom().item(verdict);
    }
}
