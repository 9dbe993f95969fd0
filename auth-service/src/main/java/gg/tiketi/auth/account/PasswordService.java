package gg.tiketi.auth.account;

import gg.tiketi.auth.account.PasswordChangeOutcome.Busy;
import gg.tiketi.auth.account.PasswordChangeOutcome.Changed;
import gg.tiketi.auth.account.PasswordChangeOutcome.Gone;
import gg.tiketi.auth.account.PasswordChangeOutcome.Throttled;
import gg.tiketi.auth.account.PasswordChangeOutcome.WeakPassword;
import gg.tiketi.auth.account.PasswordChangeOutcome.WrongPassword;
import gg.tiketi.auth.platform.Origin;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;

/** Changes a password for someone who knows the old one. */
@ApplicationScoped
public class PasswordService {

    private final PasswordCheck check;
    private final PasswordRepository passwords;
    private final PasswordHasher hasher;
    private final PasswordPolicy policy;
    private final Notices notices;
    private final PasswordConfig config;

    PasswordService(
            PasswordCheck check,
            PasswordRepository passwords,
            PasswordHasher hasher,
            PasswordPolicy policy,
            Notices notices,
            PasswordConfig config) {
        this.check = check;
        this.passwords = passwords;
        this.hasher = hasher;
        this.policy = policy;
        this.notices = notices;
        this.config = config;
    }

    /**
     * Someone's wish to change their password.
     *
     * @param sessionId the session that asks, which goes on
     * @param origin where from
     */
    record Wish(AccountId accountId, UUID sessionId, Origin origin, String current, String next) {

        /** Never shows the passwords. */
        @Override
        public String toString() {
            return "Wish";
        }
    }

    /** Replaces the old password by the new one and ends all other sessions. */
    Uni<PasswordChangeOutcome> change(Wish wish) {
        return check.of(wish.accountId(), wish.current(), wish.origin()).chain(verdict -> switch (verdict) {
            case PasswordVerdict.Right right -> replace(right.account(), wish);
            case PasswordVerdict.Wrong wrong -> answer(new WrongPassword());
            case PasswordVerdict.Gone gone -> answer(new Gone());
            case PasswordVerdict.Throttled throttled -> answer(new Throttled(throttled.retryAfter()));
            case PasswordVerdict.Busy busy -> answer(new Busy(busy.retryAfter()));
        });
    }

    private Uni<PasswordChangeOutcome> replace(Account account, Wish wish) {
        Optional<PasswordWeakness> weakness = policy.weakness(wish.next(), account.email(), account.name());
        if (weakness.isPresent()) {
            return answer(new WeakPassword(weakness.get()));
        }
        return hasher.hash(wish.next())
                .chain(hash -> passwords.replace(
                        account.id(), account.credentialVersion(), hash, wish.sessionId(), wish.origin()))
                .invoke(replaced -> {
                    if (replaced) {
                        notices.tell(account.email(), Notice.PASSWORD_CHANGED);
                    }
                })
                .<PasswordChangeOutcome>map(replaced -> replaced ? new Changed() : new WrongPassword())
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(() -> new Busy(config.retryAfter()));
    }

    private static Uni<PasswordChangeOutcome> answer(PasswordChangeOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
