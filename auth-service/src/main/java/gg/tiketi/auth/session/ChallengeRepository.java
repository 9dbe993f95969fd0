package gg.tiketi.auth.session;

import gg.tiketi.auth.account.Account;
import gg.tiketi.auth.audit.AuditAction;
import gg.tiketi.auth.audit.AuditEntry;
import gg.tiketi.auth.audit.AuditRepository;
import gg.tiketi.auth.factor.FactorConfig;
import gg.tiketi.auth.factor.FactorPolicy;
import gg.tiketi.auth.factor.FactorRepository;
import gg.tiketi.auth.platform.Expiring;
import gg.tiketi.auth.platform.Origin;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Right passwords that wait for their code, in PostgreSQL; an answer that counts opens the session as well. */
@ApplicationScoped
public class ChallengeRepository implements Expiring {

    // The account's row is locked, so that sign-ins at once count each other's challenges.
    private static final String LOCK_ACCOUNT = """
            SELECT id FROM account WHERE id = $1 AND disabled_at IS NULL FOR NO KEY UPDATE
            """;

    private static final String INSERT = """
            INSERT INTO sign_in_challenge (token_hash, account_id, credential_version, attempts_left, expires_at, method)
            SELECT $1, $2, $3, $4, now() + $5 * INTERVAL '1 second', $7
            WHERE (SELECT count(*) FROM sign_in_challenge WHERE account_id = $2 AND expires_at > now()) < $6
            """;

    private static final String SELECT_EMAIL = """
            SELECT a.email
            FROM sign_in_challenge c
            JOIN account a ON a.id = c.account_id
            WHERE c.token_hash = $1 AND c.expires_at > now() AND c.attempts_left > 0 AND a.disabled_at IS NULL
            """;

    // The account before everything else, as whoever changes its second factor does, so that nobody waits in a circle.
    private static final String LOCK_OWNER = """
            SELECT a.id
            FROM sign_in_challenge c
            JOIN account a ON a.id = c.account_id
            WHERE c.token_hash = $1
            FOR NO KEY UPDATE OF a
            """;

    // Read after the lock was got: a password or second factor changed meanwhile ends the challenge.
    private static final String SELECT = """
            SELECT a.id AS account_id, a.email, a.name, a.phone, a.roles, a.credential_version, a.email_verified_at,
                   a.second_factor_at, c.attempts_left, c.method
            FROM sign_in_challenge c
            JOIN account a ON a.id = c.account_id
            WHERE c.token_hash = $1 AND c.expires_at > now() AND c.attempts_left > 0 AND a.disabled_at IS NULL
                AND a.credential_version = c.credential_version AND a.second_factor_at IS NOT NULL
            """;

    private static final String COUNT_ATTEMPT = """
            UPDATE sign_in_challenge SET attempts_left = attempts_left - 1 WHERE token_hash = $1
            """;

    private static final String DELETE = "DELETE FROM sign_in_challenge WHERE token_hash = $1";

    private static final String DELETE_EXPIRED = """
            DELETE FROM sign_in_challenge
            WHERE token_hash IN (
                SELECT token_hash FROM sign_in_challenge WHERE expires_at < now() ORDER BY expires_at LIMIT $1)
            """;

    private final Pool pool;
    private final SessionRepository sessions;
    private final FactorRepository factors;
    private final AuditRepository audit;
    private final FactorConfig config;
    private final SessionConfig sessionConfig;

    ChallengeRepository(
            Pool pool,
            SessionRepository sessions,
            FactorRepository factors,
            AuditRepository audit,
            FactorConfig config,
            SessionConfig sessionConfig) {
        this.pool = pool;
        this.sessions = sessions;
        this.factors = factors;
        this.audit = audit;
        this.config = config;
        this.sessionConfig = sessionConfig;
    }

    /** What came of an answer. */
    sealed interface Answer {

        /** It is right: a session is open. */
        record Passed(Session session) implements Answer {}

        /** It is wrong. */
        record Wrong(int attemptsLeft) implements Answer {}

        /** Nobody waits for it: unknown, answered, too late, or too often wrong. */
        record Ended() implements Answer {}
    }

    /**
     * Stores a challenge; false when too many of the account's wait, or when it is not live.
     *
     * @param method how the first step was made
     */
    Uni<Boolean> issue(Account account, String method, ChallengeToken token) {
        Tuple values = Tuple.tuple()
                .addValue(buffer(token))
                .addUUID(account.id().value())
                .addInteger(account.credentialVersion())
                .addInteger(config.attempts())
                .addLong(config.challengeLifetime().toSeconds())
                .addLong((long) config.challenges())
                .addString(method);
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK_ACCOUNT)
                .execute(Tuple.of(account.id().value()))
                .chain(locked -> connection.preparedQuery(INSERT).execute(values))
                .map(rows -> rows.rowCount() == 1));
    }

    /** The address of the account whose code is waited for. */
    Uni<Optional<String>> find(ChallengeToken token) {
        return pool.preparedQuery(SELECT_EMAIL)
                .execute(Tuple.of(buffer(token)))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.of(rows.iterator().next().getString(0))
                        : Optional.empty());
    }

    /** Takes a code; a right one uses the challenge up and opens a session, a wrong one costs an attempt. */
    Uni<Answer> answer(ChallengeToken token, String code, RefreshToken refreshToken, Origin origin) {
        Tuple key = Tuple.of(buffer(token));
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK_OWNER)
                .execute(key)
                .chain(() -> connection.preparedQuery(SELECT).execute(key))
                .chain(rows -> decide(connection, rows, key, code, refreshToken, origin)));
    }

    /** Deletes challenges past their time. */
    @Override
    public Uni<Integer> deleteExpired(int atMost) {
        return pool.preparedQuery(DELETE_EXPIRED).execute(Tuple.of(atMost)).map(RowSet::rowCount);
    }

    private Uni<Answer> decide(
            SqlConnection connection,
            RowSet<Row> rows,
            Tuple key,
            String code,
            RefreshToken refreshToken,
            Origin origin) {
        if (!rows.iterator().hasNext()) {
            return Uni.createFrom().item(new Answer.Ended());
        }
        Row row = rows.iterator().next();
        Account account = SessionRepository.account(row);
        Session session = new Session(
                SessionId.next(),
                account,
                List.of(row.getString("method"), FactorPolicy.CODE),
                refreshToken,
                sessionConfig.sessionLifetime());
        return factors.use(connection, account.id(), code).chain(use -> switch (use) {
            case AUTHENTICATOR -> open(connection, key, session, "second-factor", origin);
            case RECOVERY_CODE -> open(connection, key, session, "recovery-code", origin);
            case WRONG -> wrong(connection, key, account.id().value(), row.getInteger("attempts_left"), origin);
        });
    }

    private Uni<Answer> open(SqlConnection connection, Tuple key, Session session, String by, Origin origin) {
        return connection
                .preparedQuery(DELETE)
                .execute(key)
                .chain(() -> sessions.open(connection, session, by, origin))
                .map(opened -> opened ? new Answer.Passed(session) : new Answer.Ended());
    }

    private Uni<Answer> wrong(SqlConnection connection, Tuple key, UUID account, int attemptsLeft, Origin origin) {
        AuditEntry entry = new AuditEntry(AuditAction.SIGN_IN_REFUSED, null, account, "second-factor", origin);
        return connection
                .preparedQuery(COUNT_ATTEMPT)
                .execute(key)
                .chain(() -> audit.write(connection, entry))
                .replaceWith(new Answer.Wrong(attemptsLeft - 1));
    }

    private static Buffer buffer(ChallengeToken token) {
        return Buffer.buffer(token.hash());
    }
}
