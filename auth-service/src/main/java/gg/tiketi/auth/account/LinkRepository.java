package gg.tiketi.auth.account;

import gg.tiketi.auth.audit.AuditAction;
import gg.tiketi.auth.audit.AuditEntry;
import gg.tiketi.auth.audit.AuditRepository;
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
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Mailed links in PostgreSQL, together with what using one does. Deleting the link is what makes it good for once. */
@ApplicationScoped
public class LinkRepository implements Expiring {

    // The account's row is locked, so that requests at once count each other's links.
    private static final String LOCK_ACCOUNT = """
            SELECT id FROM account WHERE id = $1 AND disabled_at IS NULL FOR NO KEY UPDATE
            """;

    private static final String INSERT_LINK = """
            INSERT INTO mailed_link (token_hash, account_id, purpose, expires_at)
            SELECT $1, $2, $3, now() + $4 * INTERVAL '1 second'
            WHERE (
                SELECT count(*) FROM mailed_link
                WHERE account_id = $2 AND purpose = $3 AND created_at > now() - INTERVAL '1 hour') < $5
            """;

    private static final String SELECT_ACCOUNT = """
            SELECT a.id, a.email, a.name, a.phone, a.roles, a.credential_version, a.email_verified_at, a.second_factor_at
            FROM mailed_link l
            JOIN account a ON a.id = l.account_id
            WHERE l.token_hash = $1 AND l.purpose = $2 AND l.expires_at > now() AND a.disabled_at IS NULL
            """;

    // The account before the link, in the order of a change of password, so that the two never wait for each other.
    private static final String LOCK_OWNER = """
            SELECT a.id
            FROM mailed_link l
            JOIN account a ON a.id = l.account_id
            WHERE l.token_hash = $1 AND l.purpose = $2
            FOR NO KEY UPDATE OF a
            """;

    private static final String USE = """
            DELETE FROM mailed_link
            WHERE token_hash = $1 AND purpose = $2 AND expires_at > now()
            RETURNING account_id
            """;

    private static final String DELETE_OTHERS = """
            DELETE FROM mailed_link WHERE account_id = $1 AND purpose = $2
            """;

    // Reading the mail also shows whose the address is.
    private static final String SET_PASSWORD = """
            UPDATE account
            SET password_hash = $2, credential_version = credential_version + 1, updated_at = now(),
                email_verified_at = coalesce(email_verified_at, now())
            WHERE id = $1 AND disabled_at IS NULL
            """;

    private static final String REVOKE_ALL = """
            UPDATE session SET revoked_at = now(), revoked_for = 'password-reset'
            WHERE account_id = $1 AND revoked_at IS NULL
            """;

    private static final String CONFIRM = """
            UPDATE account SET email_verified_at = coalesce(email_verified_at, now())
            WHERE id = $1 AND disabled_at IS NULL
            """;

    // An hour late, because links of the last hour are counted.
    private static final String DELETE_EXPIRED = """
            DELETE FROM mailed_link
            WHERE token_hash IN (
                SELECT token_hash FROM mailed_link WHERE expires_at < now() - INTERVAL '1 hour'
                ORDER BY expires_at LIMIT $1)
            """;

    private final Pool pool;
    private final AuditRepository audit;

    LinkRepository(Pool pool, AuditRepository audit) {
        this.pool = pool;
        this.audit = audit;
    }

    /** Stores a link; false when the account has had enough of them within the hour, or is not live. */
    Uni<Boolean> issue(AccountId account, LinkPurpose purpose, LinkToken token, Duration lifetime, int perHour) {
        Tuple link = Tuple.of(buffer(token), account.value(), purpose.word(), lifetime.toSeconds(), (long) perHour);
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK_ACCOUNT)
                .execute(Tuple.of(account.value()))
                .chain(locked -> locked.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : connection.preparedQuery(INSERT_LINK).execute(link).map(rows -> rows.rowCount() == 1)));
    }

    /** Whose link it is; empty when it is unknown, used or too old. */
    Uni<Optional<Account>> find(LinkToken token, LinkPurpose purpose) {
        return pool.preparedQuery(SELECT_ACCOUNT)
                .execute(Tuple.of(buffer(token), purpose.word()))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.of(AccountRepository.account(rows.iterator().next()))
                        : Optional.empty());
    }

    /** Uses a link: new password, all sessions over, no other such link left; false when somebody was faster. */
    Uni<Boolean> resetPassword(LinkToken token, String passwordHash, Origin origin) {
        return pool.withTransaction(connection -> use(connection, token, LinkPurpose.PASSWORD_RESET)
                .chain(used -> used.isEmpty()
                        ? Uni.createFrom().item(false)
                        : setPassword(connection, used.get(), passwordHash, origin)));
    }

    /** Uses a link: the address is its owner's; false when the link is unknown, used or too old. */
    Uni<Boolean> confirmEmail(LinkToken token, Origin origin) {
        return pool.withTransaction(connection -> use(connection, token, LinkPurpose.EMAIL_VERIFICATION)
                .chain(used -> used.isEmpty()
                        ? Uni.createFrom().item(false)
                        : connection
                                .preparedQuery(CONFIRM)
                                .execute(Tuple.of(used.get()))
                                .map(rows -> rows.rowCount() == 1)
                                .call(done -> done
                                        ? write(connection, AuditAction.EMAIL_VERIFIED, used.get(), origin)
                                        : Uni.createFrom().voidItem())));
    }

    /** Deletes links past their time. */
    @Override
    public Uni<Integer> deleteExpired(int atMost) {
        return pool.preparedQuery(DELETE_EXPIRED).execute(Tuple.of(atMost)).map(RowSet::rowCount);
    }

    private Uni<Boolean> setPassword(SqlConnection connection, UUID account, String passwordHash, Origin origin) {
        return connection
                .preparedQuery(SET_PASSWORD)
                .execute(Tuple.of(account, passwordHash))
                .chain(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : connection
                                .preparedQuery(REVOKE_ALL)
                                .execute(Tuple.of(account))
                                .chain(() -> connection
                                        .preparedQuery(DELETE_OTHERS)
                                        .execute(Tuple.of(account, LinkPurpose.PASSWORD_RESET.word())))
                                .chain(() -> write(connection, AuditAction.PASSWORD_RESET, account, origin))
                                .replaceWith(true));
    }

    private Uni<Void> write(SqlConnection connection, AuditAction action, UUID account, Origin origin) {
        return audit.write(connection, new AuditEntry(action, null, account, "mailed-link", origin));
    }

    private static Uni<Optional<UUID>> use(SqlConnection connection, LinkToken token, LinkPurpose purpose) {
        Tuple link = Tuple.of(buffer(token), purpose.word());
        return connection
                .preparedQuery(LOCK_OWNER)
                .execute(link)
                .chain(() -> connection.preparedQuery(USE).execute(link))
                .map(LinkRepository::accountId);
    }

    private static Optional<UUID> accountId(RowSet<Row> rows) {
        return rows.iterator().hasNext() ? Optional.of(rows.iterator().next().getUUID("account_id")) : Optional.empty();
    }

    private static Buffer buffer(LinkToken token) {
        return Buffer.buffer(token.hash());
    }
}
