package gg.tiketi.auth.account;

import gg.tiketi.auth.account.RegisterOutcome.EmailTaken;
import gg.tiketi.auth.account.RegisterOutcome.Registered;
import gg.tiketi.auth.account.RegisterOutcome.WeakPassword;
import gg.tiketi.auth.account.VerifyOutcome.Verified;
import gg.tiketi.auth.account.VerifyOutcome.Wrong;
import gg.tiketi.auth.platform.Origin;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opening an account, checking its password, reading and changing it. */
@ApplicationScoped
public class AccountService {

    private static final Logger LOG = Logger.getLogger(AccountService.class);
    private static final List<String> BUYER = List.of("user");

    private final AccountRepository accounts;
    private final PasswordHasher hasher;
    private final PasswordPolicy policy;
    private final MailedLinks mailed;
    private final PasswordConfig config;

    AccountService(
            AccountRepository accounts,
            PasswordHasher hasher,
            PasswordPolicy policy,
            MailedLinks mailed,
            PasswordConfig config) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.policy = policy;
        this.mailed = mailed;
        this.config = config;
    }

    /** Opens an account for a buyer. */
    public Uni<RegisterOutcome> register(NewAccount person, Origin origin) {
        return policy.weakness(person.password(), person.email(), person.name())
                .map(weakness -> Uni.createFrom().<RegisterOutcome>item(new WeakPassword(weakness)))
                .orElseGet(() -> open(person, origin));
    }

    /** Finds out whose e-mail address and password these are; takes equally long for everyone. */
    public Uni<VerifyOutcome> verify(Email email, String password) {
        return accounts.findByEmail(email)
                .chain(found -> check(found, password))
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(() -> new VerifyOutcome.Busy(config.retryAfter()));
    }

    /** The live account. */
    public Uni<Optional<Account>> find(AccountId id) {
        return accounts.findById(id);
    }

    /** Changes name or phone, whichever is given; empty when the account is not live. */
    public Uni<Optional<Account>> changeProfile(AccountId id, @Nullable String name, @Nullable String phone) {
        return accounts.updateProfile(id, name, phone);
    }

    private Uni<RegisterOutcome> open(NewAccount person, Origin origin) {
        return hasher.hash(person.password())
                .chain(hash -> accounts.insert(person, hash, BUYER, origin))
                .invoke(inserted -> inserted.ifPresent(account -> mailed.mail(account, LinkPurpose.EMAIL_VERIFICATION)))
                .map(AccountService::registered)
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(() -> new RegisterOutcome.Busy(config.retryAfter()));
    }

    private static RegisterOutcome registered(Optional<Account> inserted) {
        return inserted.<RegisterOutcome>map(Registered::new).orElseGet(EmailTaken::new);
    }

    private Uni<VerifyOutcome> check(Optional<AccountRepository.Stored> found, String password) {
        if (found.isEmpty()) {
            return hasher.matchesNobody(password).replaceWith(() -> new Wrong(null));
        }
        AccountRepository.Stored stored = found.get();
        return hasher.matches(password, stored.passwordHash())
                .chain(matches -> matches ? verified(stored, password) : wrong(stored));
    }

    private Uni<VerifyOutcome> verified(AccountRepository.Stored stored, String password) {
        VerifyOutcome verified = new Verified(stored.account());
        if (!hasher.isOutdated(stored.passwordHash())) {
            return Uni.createFrom().item(verified);
        }
        return upgrade(stored, password).replaceWith(verified);
    }

    /** Failing costs nothing: the next sign-in tries again. */
    private Uni<Void> upgrade(AccountRepository.Stored stored, String password) {
        return hasher.hash(password)
                .chain(hash -> accounts.upgradeHash(stored.account().id(), stored.passwordHash(), hash))
                .onFailure()
                .invoke(failed -> LOG.debugf("password hash not upgraded reason=%s", failed.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private static Uni<VerifyOutcome> wrong(AccountRepository.Stored stored) {
        return Uni.createFrom().item(new Wrong(stored.account().id()));
    }
}
