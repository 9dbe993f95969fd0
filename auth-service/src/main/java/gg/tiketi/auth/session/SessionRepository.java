package gg.tiketi.auth.session;

import gg.tiketi.auth.account.Account;
import gg.tiketi.auth.account.AccountId;
import gg.tiketi.auth.account.Email;
import gg.tiketi.auth.audit.AuditAction;
import gg.tiketi.auth.audit.AuditEntry;
import gg.tiketi.auth.audit.AuditRepository;
import gg.tiketi.auth.platform.Expiring;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.auth.session.RefreshRule.Standing;
import gg.tiketi.auth.session.RefreshRule.Verdict;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Sessions and their refresh tokens in PostgreSQL. Times are the database's, so that nodes need not agree on one. */
@ApplicationScoped
public class SessionRepository implements Expiring {

    // The account's row is locked against a change of its password, so that no session opens with one that is not right
    // any more; many sign-ins of one account do not wait for each other.
    private static final String INSERT_SESSION = """
            WITH opened AS (
                INSERT INTO session (id, account_id, expires_at, methods)
                SELECT $1, id, now() + $3 * INTERVAL '1 second', $6
                FROM account
                WHERE id = $2 AND credential_version = $5 AND disabled_at IS NULL
                FOR SHARE
                RETURNING id, generation)
            INSERT INTO refresh_token (token_hash, session_id, generation)
            SELECT $4, id, generation FROM opened
            """;

    // The session's row is the lock: of many renewals with one token each sees what the one before it wrote. The time
    // is read after the lock was got, which is why it is clock_timestamp() and not now().
    private static final String LOCK_BY_TOKEN = """
            SELECT s.id, t.generation AS token_generation, s.generation AS session_generation,
                   s.rotated_at, s.expires_at, s.methods, clock_timestamp() AS at,
                   s.revoked_at IS NULL AND a.disabled_at IS NULL AS is_live,
                   a.id AS account_id, a.email, a.name, a.phone, a.roles, a.credential_version, a.email_verified_at, a.second_factor_at
            FROM refresh_token t
            JOIN session s ON s.id = t.session_id
            JOIN account a ON a.id = s.account_id
            WHERE t.token_hash = $1
            FOR UPDATE OF s
            """;

    private static final String RENEW = """
            WITH renewed AS (
                UPDATE session
                SET generation = generation + 1, rotated_at = clock_timestamp(), last_used_at = clock_timestamp()
                WHERE id = $1
                RETURNING id, generation)
            INSERT INTO refresh_token (token_hash, session_id, generation)
            SELECT $2, id, generation FROM renewed
            """;

    private static final String ADD_SIBLING = """
            INSERT INTO refresh_token (token_hash, session_id, generation)
            SELECT $2, id, generation FROM session WHERE id = $1
            """;

    private static final String REVOKE_REUSED = """
            UPDATE session SET revoked_at = now(), revoked_for = 'token-reuse' WHERE id = $1 AND revoked_at IS NULL
            """;

    private static final String REVOKE_BY_TOKEN = """
            UPDATE session s SET revoked_at = now(), revoked_for = 'sign-out'
            FROM refresh_token t
            WHERE t.token_hash = $1 AND s.id = t.session_id AND s.revoked_at IS NULL
            RETURNING s.account_id
            """;

    private static final String SELECT_OPEN = """
            SELECT id, created_at, last_used_at, expires_at
            FROM session
            WHERE account_id = $1 AND revoked_at IS NULL AND expires_at > now()
            ORDER BY created_at DESC, id DESC
            LIMIT $2
            """;

    private static final String REVOKE_OWN = """
            UPDATE session SET revoked_at = now(), revoked_for = 'sign-out'
            WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL AND expires_at > now()
            """;

    private static final String REVOKE_ALL = """
            UPDATE session SET revoked_at = now(), revoked_for = 'sign-out'
            WHERE account_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL AND expires_at > now()
            """;

    private static final String SELECT_REVOKED = """
            SELECT id FROM session WHERE revoked_at > now() - $1 * INTERVAL '1 second'
            """;

    // An hour late, because a session that was ended early must stay listed for as long as its last access token lives.
    private static final String DELETE_ENDED = """
            DELETE FROM session
            WHERE id IN (
                SELECT id FROM session WHERE expires_at < now() - INTERVAL '1 hour' ORDER BY expires_at LIMIT $1)
            """;

    private final Pool pool;
    private final AuditRepository audit;

    SessionRepository(Pool pool, AuditRepository audit) {
        this.pool = pool;
        this.audit = audit;
    }

    /** A session that can still be renewed. */
    record OpenSession(SessionId id, Instant createdAt, Instant lastUsedAt, Instant expiresAt) {}

    /** What a presented refresh token turned out to be. */
    sealed interface Renewal {

        /** The session goes on with the new token. */
        record Renewed(SessionId id, Account account, List<String> methods, Duration left) implements Renewal {}

        /** The token was used before: the session is revoked now. */
        record Reused(SessionId id) implements Renewal {}

        /** No such token, or its session is over. */
        record Ended() implements Renewal {}
    }

    /**
     * Opens a session with its first refresh token; false when the account's password has changed meanwhile.
     *
     * @param by what it was opened with, for the audit log
     */
    Uni<Boolean> open(Session session, String by, Origin origin) {
        return pool.withTransaction(transaction -> open(transaction, session, by, origin));
    }

    /** The same as part of a transaction. */
    Uni<Boolean> open(SqlConnection transaction, Session session, String by, Origin origin) {
        Account account = session.account();
        UUID accountId = account.id().value();
        Tuple values = Tuple.of(
                session.id().value(),
                accountId,
                session.left().toSeconds(),
                buffer(session.refreshToken()),
                account.credentialVersion(),
                session.methods().toArray(String[]::new));
        return transaction
                .preparedQuery(INSERT_SESSION)
                .execute(values)
                .map(rows -> rows.rowCount() == 1)
                .call(opened -> opened
                        ? audit.write(transaction, AuditEntry.own(AuditAction.SIGN_IN, accountId, by, origin))
                        : Uni.createFrom().voidItem());
    }

    /** Exchanges a token for the next one, in one transaction. */
    Uni<Renewal> renew(RefreshToken presented, RefreshToken next, Duration grace, Origin origin) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK_BY_TOKEN)
                .execute(Tuple.of(buffer(presented)))
                .chain(rows -> decide(connection, rows, next, grace, origin)));
    }

    /** Revokes the session of a token; nothing happens when there is none. */
    Uni<Void> revoke(RefreshToken token, Origin origin) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(REVOKE_BY_TOKEN)
                .execute(Tuple.of(buffer(token)))
                .chain(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().voidItem()
                        : audit.write(
                                connection, ended(rows.iterator().next().getUUID("account_id"), "sign-out", origin))));
    }

    /** The account's open sessions, newest first. */
    Uni<List<OpenSession>> findOpen(AccountId accountId, int atMost) {
        return pool.preparedQuery(SELECT_OPEN)
                .execute(Tuple.of(accountId.value(), atMost))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(SessionRepository::openSession)
                        .toList());
    }

    /** Revokes the account's session; false when it has no such open one. */
    Uni<Boolean> revoke(AccountId accountId, SessionId id, Origin origin) {
        return revoke(REVOKE_OWN, Tuple.of(id.value(), accountId.value()), ended(accountId.value(), "one", origin));
    }

    /** Revokes all open sessions of the account but the spared one. */
    Uni<Void> revokeAll(AccountId accountId, @Nullable SessionId spared, Origin origin) {
        Tuple which = Tuple.of(accountId.value(), spared == null ? null : spared.value());
        return revoke(REVOKE_ALL, which, ended(accountId.value(), spared == null ? "all" : "others", origin))
                .replaceWithVoid();
    }

    private Uni<Boolean> revoke(String sql, Tuple which, AuditEntry entry) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(sql)
                .execute(which)
                .map(rows -> rows.rowCount() > 0)
                .call(any ->
                        any ? audit.write(connection, entry) : Uni.createFrom().voidItem()));
    }

    private static AuditEntry ended(UUID accountId, String which, Origin origin) {
        return AuditEntry.own(AuditAction.SESSIONS_ENDED, accountId, which, origin);
    }

    /** The sessions that were revoked within this time. */
    Uni<List<SessionId>> findRevoked(Duration within) {
        return pool.preparedQuery(SELECT_REVOKED)
                .execute(Tuple.of(within.toSeconds()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new SessionId(row.getUUID("id")))
                        .toList());
    }

    /** Deletes sessions that ended by time. */
    @Override
    public Uni<Integer> deleteExpired(int atMost) {
        return pool.preparedQuery(DELETE_ENDED).execute(Tuple.of(atMost)).map(RowSet::rowCount);
    }

    private Uni<Renewal> decide(
            SqlConnection connection, RowSet<Row> rows, RefreshToken next, Duration grace, Origin origin) {
        if (!rows.iterator().hasNext()) {
            return Uni.createFrom().item(new Renewal.Ended());
        }
        Row row = rows.iterator().next();
        SessionId id = new SessionId(row.getUUID("id"));
        Standing standing = standing(row);
        Verdict verdict = RefreshRule.judge(standing, grace);
        Renewal.Renewed renewed = new Renewal.Renewed(
                id,
                account(row),
                List.of(row.getArrayOfStrings("methods")),
                Duration.between(standing.now(), standing.expiresAt()));
        return switch (verdict) {
            case RENEW -> execute(connection, RENEW, Tuple.of(id.value(), buffer(next)), renewed);
            case SIBLING -> execute(connection, ADD_SIBLING, Tuple.of(id.value(), buffer(next)), renewed);
            case REUSED ->
                execute(connection, REVOKE_REUSED, Tuple.of(id.value()), new Renewal.Reused(id))
                        .call(() -> audit.write(
                                connection,
                                new AuditEntry(
                                        AuditAction.SESSIONS_ENDED,
                                        null,
                                        row.getUUID("account_id"),
                                        "token-reuse",
                                        origin)));
            case ENDED -> Uni.createFrom().item(new Renewal.Ended());
        };
    }

    private static Uni<Renewal> execute(SqlConnection connection, String sql, Tuple values, Renewal then) {
        return connection.preparedQuery(sql).execute(values).replaceWith(then);
    }

    private static OpenSession openSession(Row row) {
        return new OpenSession(
                new SessionId(row.getUUID("id")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("last_used_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant());
    }

    private static Standing standing(Row row) {
        return new Standing(
                row.getInteger("token_generation"),
                row.getInteger("session_generation"),
                row.getOffsetDateTime("rotated_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                row.getBoolean("is_live"),
                row.getOffsetDateTime("at").toInstant());
    }

    static Account account(Row row) {
        return new Account(
                new AccountId(row.getUUID("account_id")),
                new Email(row.getString("email")),
                row.getString("name"),
                row.getString("phone"),
                List.of(row.getArrayOfStrings("roles")),
                row.getInteger("credential_version"),
                row.getOffsetDateTime("email_verified_at") != null,
                row.getOffsetDateTime("second_factor_at") != null);
    }

    private static Buffer buffer(RefreshToken token) {
        return Buffer.buffer(token.hash());
    }
}
