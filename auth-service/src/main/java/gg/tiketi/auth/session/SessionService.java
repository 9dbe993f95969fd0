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
import gg.tiketi.auth.factor.FactorConfig;
import gg.tiketi.auth.factor.FactorPolicy;
import gg.tiketi.auth.google.GoogleOutcome;
import gg.tiketi.auth.google.GoogleSignIn;
import gg.tiketi.auth.google.GoogleSignIn.Departure;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.auth.session.ChallengeRepository.Answer;
import gg.tiketi.auth.session.SessionOutcome.BadCredentials;
import gg.tiketi.auth.session.SessionOutcome.Busy;
import gg.tiketi.auth.session.SessionOutcome.ChallengeEnded;
import gg.tiketi.auth.session.SessionOutcome.CodeNeeded;
import gg.tiketi.auth.session.SessionOutcome.Ended;
import gg.tiketi.auth.session.SessionOutcome.SignedIn;
import gg.tiketi.auth.session.SessionOutcome.Throttled;
import gg.tiketi.auth.session.SessionOutcome.WrongCode;
import gg.tiketi.auth.session.SessionRepository.OpenSession;
import gg.tiketi.auth.session.SessionRepository.Renewal;
import gg.tiketi.auth.throttle.SignInThrottle;
import gg.tiketi.auth.token.AccessTokens;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    private final ChallengeRepository challenges;
    private final FactorPolicy policy;
    private final FactorConfig factors;
    private final GoogleSignIn google;
    private final AccessTokens accessTokens;
    private final AuditRepository audit;
    private final SessionConfig config;
    private final SecureRandom random = new SecureRandom();

    SessionService(
            AccountService accounts,
            SignInThrottle throttle,
            SessionRepository sessions,
            ChallengeRepository challenges,
            FactorPolicy policy,
            FactorConfig factors,
            GoogleSignIn google,
            AccessTokens accessTokens,
            AuditRepository audit,
            SessionConfig config) {
        this.accounts = accounts;
        this.throttle = throttle;
        this.sessions = sessions;
        this.challenges = challenges;
        this.policy = policy;
        this.factors = factors;
        this.google = google;
        this.accessTokens = accessTokens;
        this.audit = audit;
        this.config = config;
    }

    /** Opens an account and signs it in, or mails the link that will. */
    Uni<SessionOutcome> register(NewAccount person, Origin origin) {
        return accounts.register(person, origin).chain(outcome -> registered(outcome, origin));
    }

    /** Makes the account of a mailed link and signs it in. */
    Uni<SessionOutcome> finishRegistration(String token, String password, Origin origin) {
        return accounts.finishRegistration(token, password, origin).chain(outcome -> registered(outcome, origin));
    }

    private Uni<SessionOutcome> registered(RegisterOutcome registration, Origin origin) {
        return switch (registration) {
            case RegisterOutcome.Registered registered ->
                throttle.recognise(registered.account().email().value(), origin)
                        .chain(() -> open(registered.account(), FactorPolicy.PASSWORD, "registration", origin));
            case RegisterOutcome.EmailTaken taken -> answer(new SessionOutcome.EmailTaken());
            case RegisterOutcome.WeakPassword weak -> answer(new SessionOutcome.WeakPassword(weak.weakness()));
            case RegisterOutcome.MailSent sent -> answer(new SessionOutcome.MailSent());
            case RegisterOutcome.LinkInvalid invalid -> answer(new SessionOutcome.LinkInvalid());
            case RegisterOutcome.WrongPassword wrong -> answer(new SessionOutcome.WrongPassword());
            case RegisterOutcome.Busy busy -> answer(new Busy(busy.retryAfter()));
        };
    }

    /** Signs in, unless there were too many failures; where there is a second factor its code must follow. */
    Uni<SessionOutcome> login(Email email, String password, Origin origin) {
        return throttle.begin(email.value(), origin)
                .chain(wait -> wait.isPresent() ? answer(new Throttled(wait.get())) : verify(email, password, origin));
    }

    /** Signs in with the code that follows a right password. */
    Uni<SessionOutcome> loginWithCode(ChallengeToken challenge, String code, Origin origin) {
        return challenges.find(challenge).chain(found -> found.map(email -> throttle.begin(email, origin)
                        .chain(wait -> wait.isPresent()
                                ? answer(new Throttled(wait.get()))
                                : loginWithCode(challenge, code, email, origin)))
                .orElseGet(() -> answer(new ChallengeEnded())));
    }

    private Uni<SessionOutcome> loginWithCode(ChallengeToken challenge, String code, String email, Origin origin) {
        return challenges
                .answer(challenge, code, RefreshToken.create(random), origin)
                .chain(outcome -> switch (outcome) {
                    case Answer.Passed(Session session) -> passed(session, origin);
                    case Answer.Wrong(int attemptsLeft) -> answer(new WrongCode(attemptsLeft));
                    case Answer.Ended ended ->
                        throttle.giveBack(email, origin).chain(() -> answer(new ChallengeEnded()));
                });
    }

    /** The way to Google's page; empty when it is closed. */
    Uni<Optional<Departure>> leaveForGoogle() {
        return google.leave();
    }

    /** Signs in who came back from Google's page. */
    Uni<SessionOutcome> comeBackFromGoogle(String code, String state, String binding, Origin origin) {
        return google.comeBack(code, state, binding, origin).chain(outcome -> switch (outcome) {
            case GoogleOutcome.Identified(Account account) ->
                account.secondFactor()
                        ? challenge(account, GoogleSignIn.METHOD)
                        : open(account, GoogleSignIn.METHOD, "google", origin);
            case GoogleOutcome.AddressUnconfirmed unconfirmed -> answer(new SessionOutcome.AddressUnconfirmed());
            case GoogleOutcome.Refused refused ->
                (refused.wasOnTheWay()
                                ? audit.write(new AuditEntry(AuditAction.SIGN_IN_REFUSED, null, null, "google", origin))
                                : Uni.createFrom().voidItem())
                        .chain(() -> answer(new SessionOutcome.IdentityRefused()));
            case GoogleOutcome.Off off -> answer(new SessionOutcome.WayClosed());
            case GoogleOutcome.Busy busy -> answer(new Busy(busy.retryAfter()));
        });
    }

    /** Whether people may come by Google. */
    boolean isGoogleOpen() {
        return google.isOn();
    }

    /** Exchanges a refresh token for the next one and a fresh access token. */
    Uni<SessionOutcome> refresh(RefreshToken presented, Origin origin) {
        RefreshToken next = RefreshToken.create(random);
        return sessions.renew(presented, next, config.refreshGrace(), origin).chain(renewal -> switch (renewal) {
            case Renewal.Renewed renewed ->
                sign(new Session(renewed.id(), renewed.account(), renewed.methods(), next, renewed.left()));
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
            case VerifyOutcome.Verified verified -> verified(verified.account(), origin);
            case VerifyOutcome.Wrong wrong ->
                audit.write(refused(wrong, origin)).chain(() -> answer(new BadCredentials()));
            case VerifyOutcome.Busy busy ->
                throttle.giveBack(email.value(), origin).chain(() -> answer(new Busy(busy.retryAfter())));
        });
    }

    private Uni<SessionOutcome> verified(Account account, Origin origin) {
        String email = account.email().value();
        if (account.secondFactor()) {
            return throttle.giveBack(email, origin).chain(() -> challenge(account, FactorPolicy.PASSWORD));
        }
        return throttle.succeeded(email, origin).chain(() -> open(account, FactorPolicy.PASSWORD, "password", origin));
    }

    private Uni<SessionOutcome> challenge(Account account, String method) {
        ChallengeToken token = ChallengeToken.create(random);
        return challenges
                .issue(account, method, token)
                .map(issued -> issued
                        ? new CodeNeeded(token, factors.challengeLifetime())
                        : new Throttled(factors.challengeLifetime()));
    }

    private Uni<SessionOutcome> passed(Session session, Origin origin) {
        return throttle.succeeded(session.account().email().value(), origin).chain(() -> sign(session));
    }

    private Uni<SessionOutcome> open(Account account, String method, String by, Origin origin) {
        Session session = new Session(
                SessionId.next(), account, List.of(method), RefreshToken.create(random), config.sessionLifetime());
        return sessions.open(session, by, origin)
                .chain(opened -> opened ? sign(session) : answer(new BadCredentials()));
    }

    private Uni<SessionOutcome> sign(Session session) {
        Account account = session.account();
        List<String> withheld = policy.withheld(account, session.methods());
        List<String> roles = account.roles().stream()
                .filter(role -> !withheld.contains(role))
                .toList();
        return accessTokens
                .sign(new AccessTokens.Claims(
                        account.id().value(),
                        session.id().value(),
                        session.methods(),
                        account.emailVerified(),
                        roles,
                        withheld))
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
