package gg.tiketi.auth.factor;

import gg.tiketi.auth.account.Account;
import gg.tiketi.auth.account.AccountId;
import gg.tiketi.auth.account.AccountService;
import gg.tiketi.auth.account.Notice;
import gg.tiketi.auth.account.Notices;
import gg.tiketi.auth.account.PasswordCheck;
import gg.tiketi.auth.account.PasswordVerdict;
import gg.tiketi.auth.audit.AuditAction;
import gg.tiketi.auth.audit.AuditEntry;
import gg.tiketi.auth.audit.AuditRepository;
import gg.tiketi.auth.factor.FactorOutcome.AlreadyOn;
import gg.tiketi.auth.factor.FactorOutcome.Begun;
import gg.tiketi.auth.factor.FactorOutcome.NotOn;
import gg.tiketi.auth.factor.FactorOutcome.Off;
import gg.tiketi.auth.factor.FactorOutcome.On;
import gg.tiketi.auth.factor.FactorOutcome.Unavailable;
import gg.tiketi.auth.factor.FactorOutcome.WrongCode;
import gg.tiketi.auth.factor.FactorRepository.Confirmation;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.auth.throttle.SignInThrottle;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Switching one's second factor on and off. Both ask for the password: a stolen access token alone changes nothing. */
@ApplicationScoped
public class FactorService {

    /** The length that RFC 4226 recommends. */
    private static final int SECRET_BYTES = 20;

    private final FactorRepository factors;
    private final FactorPolicy policy;
    private final PasswordCheck passwords;
    private final SignInThrottle throttle;
    private final AuditRepository audit;
    private final AccountService accounts;
    private final Notices notices;
    private final FactorConfig config;
    private final SecureRandom random = new SecureRandom();

    FactorService(
            FactorRepository factors,
            FactorPolicy policy,
            PasswordCheck passwords,
            SignInThrottle throttle,
            AuditRepository audit,
            AccountService accounts,
            Notices notices,
            FactorConfig config) {
        this.factors = factors;
        this.policy = policy;
        this.passwords = passwords;
        this.throttle = throttle;
        this.audit = audit;
        this.accounts = accounts;
        this.notices = notices;
        this.config = config;
    }

    /** How many recovery codes the account has left. */
    Uni<Long> recoveryCodesLeft(AccountId account) {
        return factors.recoveryCodesLeft(account);
    }

    /** Makes a secret for an authenticator; nothing changes before its first code was given. */
    Uni<FactorOutcome> begin(AccountId account, String password, Origin origin) {
        if (!policy.isAvailable()) {
            return answer(new Unavailable());
        }
        return withPassword(account, password, origin, this::begin);
    }

    /** Switches it on. */
    Uni<FactorOutcome> confirm(AccountId account, UUID sessionId, String code, Origin origin) {
        if (!policy.isAvailable()) {
            return answer(new Unavailable());
        }
        List<String> recoveryCodes = RecoveryCodes.create(random);
        return factors.confirm(account, sessionId, code.strip(), recoveryCodes, origin)
                .call(confirmation -> confirmation == Confirmation.ON
                        ? tell(account)
                        : Uni.createFrom().voidItem())
                .map(confirmation -> switch (confirmation) {
                    case ON -> new On(recoveryCodes);
                    case WRONG_CODE -> new WrongCode();
                    case ALREADY_ON -> new AlreadyOn();
                    case NOT_BEGUN -> new NotOn();
                });
    }

    /** Switches it off with the password and a code. */
    Uni<FactorOutcome> remove(AccountId account, String password, String code, Origin origin) {
        return withPassword(account, password, origin, known -> factors.remove(account, code, origin)
                .chain(removal -> switch (removal) {
                    case OFF -> {
                        notices.tell(known.email(), Notice.SECOND_FACTOR_OFF);
                        yield answer(new Off());
                    }
                    case NOT_ON -> answer(new NotOn());
                    case WRONG_CODE -> wrongCode(known, origin);
                }));
    }

    private Uni<FactorOutcome> begin(Account account) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String text = Base32.encode(secret);
        return factors.begin(account.id(), secret)
                .map(begun -> begun ? new Begun(text, uri(account, text)) : new AlreadyOn());
    }

    private Uni<Void> tell(AccountId account) {
        return accounts.find(account)
                .invoke(found -> found.ifPresent(known -> notices.tell(known.email(), Notice.SECOND_FACTOR_ON)))
                .replaceWithVoid();
    }

    private Uni<FactorOutcome> wrongCode(Account account, Origin origin) {
        return throttle.begin(account.email().value(), origin)
                .chain(() -> audit.write(
                        AuditEntry.own(AuditAction.SIGN_IN_REFUSED, account.id().value(), "code-again", origin)))
                .chain(() -> answer(new WrongCode()));
    }

    private Uni<FactorOutcome> withPassword(
            AccountId account, String password, Origin origin, Function<Account, Uni<FactorOutcome>> act) {
        return passwords.of(account, password, origin).chain(verdict -> switch (verdict) {
            case PasswordVerdict.Right right -> act.apply(right.account());
            case PasswordVerdict.Wrong wrong -> answer(new FactorOutcome.WrongPassword());
            case PasswordVerdict.Gone gone -> answer(new FactorOutcome.Gone());
            case PasswordVerdict.Throttled throttled -> answer(new FactorOutcome.Throttled(throttled.retryAfter()));
            case PasswordVerdict.Busy busy -> answer(new FactorOutcome.Busy(busy.retryAfter()));
        });
    }

    /** As authenticator apps read it (the Key Uri Format that all of them follow). */
    private String uri(Account account, String secret) {
        String issuer = encode(config.issuer());
        return "otpauth://totp/" + issuer + ":" + encode(account.email().value()) + "?secret=" + secret + "&issuer="
                + issuer + "&algorithm=SHA1&digits=" + Totp.DIGITS + "&period=" + Totp.STEP.toSeconds();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Uni<FactorOutcome> answer(FactorOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
