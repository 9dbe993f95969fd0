package gg.tiketi.auth.account;

import gg.tiketi.auth.account.RegisterOutcome.EmailTaken;
import gg.tiketi.auth.account.RegisterOutcome.Registered;
import gg.tiketi.auth.account.RegisterOutcome.WeakPassword;
import gg.tiketi.auth.account.VerifyOutcome.Verified;
import gg.tiketi.auth.account.VerifyOutcome.Wrong;
import gg.tiketi.auth.platform.Origin;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opening an account, checking its password, reading and changing it. */
@ApplicationScoped
public class AccountService {

    private static final Logger LOG = Logger.getLogger(AccountService.class);
    private static final int UNGUESSABLE_BYTES = 32;
    private static final List<String> BUYER = List.of("user");

    private final AccountRepository accounts;
    private final PasswordHasher hasher;
    private final PasswordPolicy policy;
    private final Registrations registrations;
    private final MailedLinks mailed;
    private final PasswordConfig config;
    private final SecureRandom random = new SecureRandom();

    AccountService(
            AccountRepository accounts,
            PasswordHasher hasher,
            PasswordPolicy policy,
            Registrations registrations,
            MailedLinks mailed,
            PasswordConfig config) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.policy = policy;
        this.registrations = registrations;
        this.mailed = mailed;
        this.config = config;
    }

    /** Opens an account for a buyer. */
    public Uni<RegisterOutcome> register(NewAccount person, Origin origin) {
        return policy.weakness(person.password(), person.email(), person.name())
                .map(weakness -> Uni.createFrom().<RegisterOutcome>item(new WeakPassword(weakness)))
                .orElseGet(() -> open(person, origin));
    }

    /** Makes the account that a mailed link stands for, and that its owner chose the password of. */
    public Uni<RegisterOutcome> finishRegistration(String token, String password, Origin origin) {
        return registrations.finish(new LinkToken(token), password, origin);
    }

    /** Finds out whose e-mail address and password these are; takes equally long for everyone. */
    public Uni<VerifyOutcome> verify(Email email, String password) {
        return accounts.findByEmail(email)
                .chain(found -> check(found, password))
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(() -> new VerifyOutcome.Busy(config.retryAfter()));
    }

    /** The live account of an address. */
    public Uni<Optional<Account>> find(Email email) {
        return accounts.findByEmail(email).map(found -> found.map(AccountRepository.Stored::account));
    }

    /**
     * Opens an account for someone who showed elsewhere that the address is theirs; nobody knows its password, which a
     * mailed link replaces. Empty when the address has got one meanwhile.
     */
    public Uni<Optional<Account>> open(Email email, String name, Origin origin) {
        byte[] unguessable = new byte[UNGUESSABLE_BYTES];
        random.nextBytes(unguessable);
        return hasher.hash(HexFormat.of().formatHex(unguessable))
                .map(hash -> new FreshAccount(email, PersonName.usable(name, email), null, hash, BUYER, true))
                .chain(fresh -> accounts.insert(fresh, origin));
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
                .map(hash -> FreshAccount.of(person, hash, BUYER))
                .chain(account -> registrations.beginByMail() ? registrations.begin(account) : insert(account, origin))
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(() -> new RegisterOutcome.Busy(config.retryAfter()));
    }

    private Uni<RegisterOutcome> insert(FreshAccount fresh, Origin origin) {
        return accounts.insert(fresh, origin)
                .invoke(inserted -> inserted.ifPresent(account -> mailed.mail(account, LinkPurpose.EMAIL_VERIFICATION)))
                .map(AccountService::registered);
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
