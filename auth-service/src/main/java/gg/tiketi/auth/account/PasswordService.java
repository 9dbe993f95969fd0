package gg.tiketi.auth.account;

import gg.tiketi.auth.account.PasswordChangeOutcome.Busy;
import gg.tiketi.auth.account.PasswordChangeOutcome.Changed;
import gg.tiketi.auth.account.PasswordChangeOutcome.Gone;
import gg.tiketi.auth.account.PasswordChangeOutcome.Throttled;
import gg.tiketi.auth.account.PasswordChangeOutcome.WeakPassword;
import gg.tiketi.auth.account.PasswordChangeOutcome.WrongPassword;
import gg.tiketi.auth.throttle.SignInThrottle;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;

/**
 * Changes a password for someone who knows the old one. A stolen access token alone must not be enough, so guesses at
 * the old password count like failed sign-ins.
 */
@ApplicationScoped
public class PasswordService {

    private final AccountRepository accounts;
    private final PasswordRepository passwords;
    private final PasswordHasher hasher;
    private final PasswordPolicy policy;
    private final SignInThrottle throttle;
    private final PasswordConfig config;

    PasswordService(
            AccountRepository accounts,
            PasswordRepository passwords,
            PasswordHasher hasher,
            PasswordPolicy policy,
            SignInThrottle throttle,
            PasswordConfig config) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.hasher = hasher;
        this.policy = policy;
        this.throttle = throttle;
        this.config = config;
    }

    /**
     * Someone's wish to change their password.
     *
     * @param sessionId the session that asks, which goes on
     * @param address where from
     */
    record Wish(AccountId accountId, UUID sessionId, String address, String current, String next) {

        /** Never shows the passwords. */
        @Override
        public String toString() {
            return "Wish";
        }
    }

    /** Replaces the old password by the new one and ends all other sessions. */
    Uni<PasswordChangeOutcome> change(Wish wish) {
        return accounts.findStored(wish.accountId())
                .chain(found ->
                        found.map(stored -> unlessThrottled(stored, wish)).orElseGet(() -> answer(new Gone())))
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(() -> new Busy(config.retryAfter()));
    }

    private Uni<PasswordChangeOutcome> unlessThrottled(AccountRepository.Stored stored, Wish wish) {
        Account account = stored.account();
        Optional<PasswordWeakness> weakness = policy.weakness(wish.next(), account.email(), account.name());
        if (weakness.isPresent()) {
            return answer(new WeakPassword(weakness.get()));
        }
        return throttle.waitOf(account.email().value(), wish.address())
                .chain(wait -> wait.isPresent() ? answer(new Throttled(wait.get())) : check(stored, wish));
    }

    private Uni<PasswordChangeOutcome> check(AccountRepository.Stored stored, Wish wish) {
        String email = stored.account().email().value();
        return hasher.matches(wish.current(), stored.passwordHash())
                .chain(matches -> matches
                        ? replace(stored.account(), wish)
                        : throttle.failed(email, wish.address()).chain(() -> answer(new WrongPassword())));
    }

    private Uni<PasswordChangeOutcome> replace(Account account, Wish wish) {
        return hasher.hash(wish.next())
                .chain(hash -> passwords.replace(account.id(), account.credentialVersion(), hash, wish.sessionId()))
                .map(replaced -> replaced ? new Changed() : new WrongPassword());
    }

    private static Uni<PasswordChangeOutcome> answer(PasswordChangeOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
