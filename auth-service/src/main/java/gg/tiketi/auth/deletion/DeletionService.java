package gg.tiketi.auth.deletion;

import gg.tiketi.auth.account.Account;
import gg.tiketi.auth.account.AccountId;
import gg.tiketi.auth.account.Notice;
import gg.tiketi.auth.account.Notices;
import gg.tiketi.auth.account.PasswordCheck;
import gg.tiketi.auth.account.PasswordVerdict;
import gg.tiketi.auth.audit.AuditAction;
import gg.tiketi.auth.audit.AuditEntry;
import gg.tiketi.auth.audit.AuditRepository;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.auth.throttle.SignInThrottle;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes an account for whoever proves once more, by everything that signing in takes, that it is theirs. */
@ApplicationScoped
public class DeletionService {

    private final DeletionRepository deletions;
    private final PasswordCheck passwords;
    private final SignInThrottle throttle;
    private final AuditRepository audit;
    private final Notices notices;

    DeletionService(
            DeletionRepository deletions,
            PasswordCheck passwords,
            SignInThrottle throttle,
            AuditRepository audit,
            Notices notices) {
        this.deletions = deletions;
        this.passwords = passwords;
        this.throttle = throttle;
        this.audit = audit;
        this.notices = notices;
    }

    /** Deletes it. */
    Uni<DeletionOutcome> delete(AccountId account, String password, String code, Origin origin) {
        return passwords.of(account, password, origin).chain(verdict -> switch (verdict) {
            case PasswordVerdict.Right right -> delete(right.account(), code, origin);
            case PasswordVerdict.Wrong wrong -> answer(new DeletionOutcome.WrongPassword());
            case PasswordVerdict.Gone gone -> answer(new DeletionOutcome.Gone());
            case PasswordVerdict.Throttled throttled -> answer(new DeletionOutcome.Throttled(throttled.retryAfter()));
            case PasswordVerdict.Busy busy -> answer(new DeletionOutcome.Busy(busy.retryAfter()));
        });
    }

    private Uni<DeletionOutcome> delete(Account account, String code, Origin origin) {
        return deletions.delete(account, code, origin).call(outcome -> switch (outcome) {
            case DeletionOutcome.Deleted deleted -> {
                notices.tell(account.email(), Notice.ACCOUNT_DELETED);
                yield Uni.createFrom().voidItem();
            }
            case DeletionOutcome.WrongCode wrong -> wrongCode(account, origin);
            default -> Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> wrongCode(Account account, Origin origin) {
        AuditEntry entry =
                AuditEntry.own(AuditAction.SIGN_IN_REFUSED, account.id().value(), "code-again", origin);
        return throttle.begin(account.email().value(), origin).chain(() -> audit.write(entry));
    }

    private static Uni<DeletionOutcome> answer(DeletionOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
