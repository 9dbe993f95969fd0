package gg.tiketi.auth.session;

import gg.tiketi.auth.account.Account;
import gg.tiketi.auth.account.AccountId;
import gg.tiketi.auth.account.AccountService;
import gg.tiketi.auth.account.Email;
import gg.tiketi.auth.account.NewAccount;
import gg.tiketi.auth.account.RegisterOutcome;
import gg.tiketi.auth.account.VerifyOutcome;
import gg.tiketi.auth.audit.AuditAction;
import gg.tiketi.auth.audit.AuditEntry;
import gg.tiketi.auth.audit.AuditRepository;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.auth.session.SessionOutcome.BadCredentials;
import gg.tiketi.auth.session.SessionOutcome.Busy;
import gg.tiketi.auth.session.SessionOutcome.Ended;
import gg.tiketi.auth.session.SessionOutcome.SignedIn;
import gg.tiketi.auth.session.SessionOutcome.Throttled;
import gg.tiketi.auth.session.SessionRepository.OpenSession;
import gg.tiketi.auth.session.SessionRepository.Renewal;
import gg.tiketi.auth.throttle.SignInThrottle;
import gg.tiketi.auth.token.AccessTokens;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opening, renewing and ending sessions. */
@ApplicationScoped
public class SessionService {

    private static final Logger LOG = Logger.getLogger(SessionService.class);
    private static final Duration SIGNING_RETRY = Duration.ofSeconds(1);

    private final AccountService accounts;
    private final SignInThrottle throttle;
    private final SessionRepository sessions;
    private final AccessTokens accessTokens;
    private final AuditRepository audit;
    private final SessionConfig config;
    private final SecureRandom random = new SecureRandom();

    SessionService(
            AccountService accounts,
            SignInThrottle throttle,
            SessionRepository sessions,
            AccessTokens accessTokens,
            AuditRepository audit,
            SessionConfig config) {
        this.accounts = accounts;
        this.throttle = throttle;
        this.sessions = sessions;
        this.accessTokens = accessTokens;
        this.audit = audit;
        this.config = config;
    }

    /** Opens an account and signs it in. */
    Uni<SessionOutcome> register(NewAccount person, Origin origin) {
        return accounts.register(person, origin).chain(outcome -> switch (outcome) {
            case RegisterOutcome.Registered registered -> open(registered.account(), "registration", origin);
            case RegisterOutcome.EmailTaken taken -> answer(new SessionOutcome.EmailTaken());
            case RegisterOutcome.WeakPassword weak -> answer(new SessionOutcome.WeakPassword(weak.weakness()));
            case RegisterOutcome.Busy busy -> answer(new Busy(busy.retryAfter()));
        });
    }

    /** Signs in, unless this e-mail and address pair failed too often. */
    Uni<SessionOutcome> login(Email email, String password, Origin origin) {
        return throttle.waitOf(email.value(), origin.address())
                .chain(wait -> wait.isPresent() ? answer(new Throttled(wait.get())) : verify(email, password, origin));
    }

    /** Exchanges a refresh token for the next one and a fresh access token. */
    Uni<SessionOutcome> refresh(RefreshToken presented, Origin origin) {
        RefreshToken next = RefreshToken.create(random);
        return sessions.renew(presented, next, config.refreshGrace(), origin).chain(renewal -> switch (renewal) {
            case Renewal.Renewed(SessionId id, Account account, Duration left) ->
                sign(new Session(id, account, next, left));
            case Renewal.Reused(SessionId id) -> reused(id);
            case Renewal.Ended ended -> answer(new Ended());
        });
    }

    /** Ends the session of a refresh token. */
    Uni<Void> logout(RefreshToken token, Origin origin) {
        return sessions.revoke(token, origin);
    }

    /** Where the account is signed in, newest first. */
    Uni<List<OpenSession>> list(AccountId account) {
        return sessions.findOpen(account, config.listed());
    }

    /** Ends one of the account's sessions; false when it has no such one. */
    Uni<Boolean> end(AccountId account, SessionId id, Origin origin) {
        return sessions.revoke(account, id, origin);
    }

    /** Ends all of the account's sessions, or all but one. */
    Uni<Void> endAll(AccountId account, @Nullable SessionId spared, Origin origin) {
        return sessions.revokeAll(account, spared, origin);
    }

    private Uni<SessionOutcome> verify(Email email, String password, Origin origin) {
        return accounts.verify(email, password).chain(outcome -> switch (outcome) {
            case VerifyOutcome.Verified verified ->
                throttle.succeeded(email.value(), origin.address())
                        .chain(() -> open(verified.account(), "password", origin));
            case VerifyOutcome.Wrong wrong ->
                throttle.failed(email.value(), origin.address())
                        .chain(() -> audit.write(refused(wrong, origin)))
                        .chain(() -> answer(new BadCredentials()));
            case VerifyOutcome.Busy busy -> answer(new Busy(busy.retryAfter()));
        });
    }

    private Uni<SessionOutcome> open(Account account, String by, Origin origin) {
        Session session = new Session(SessionId.next(), account, RefreshToken.create(random), config.sessionLifetime());
        return sessions.open(session, by, origin)
                .chain(opened -> opened ? sign(session) : answer(new BadCredentials()));
    }

    private Uni<SessionOutcome> sign(Session session) {
        Account account = session.account();
        return accessTokens
                .sign(account.id().value(), session.id().value(), account.roles())
                .<SessionOutcome>map(token -> new SignedIn(session, token))
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(() -> new Busy(SIGNING_RETRY));
    }

    /** The same for everyone: an unknown account must not answer faster. */
    private static AuditEntry refused(VerifyOutcome.Wrong wrong, Origin origin) {
        UUID account = wrong.account() == null ? null : wrong.account().value();
        return new AuditEntry(AuditAction.SIGN_IN_REFUSED, null, account, "password", origin);
    }

    private static Uni<SessionOutcome> reused(SessionId id) {
        LOG.warnf("refresh token used twice, session revoked sessionId=%s", id.value());
        return answer(new Ended());
    }

    private static Uni<SessionOutcome> answer(SessionOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
