package gg.tiketi.auth.account;

import gg.tiketi.auth.audit.AuditAction;
import gg.tiketi.auth.audit.AuditEntry;
import gg.tiketi.auth.audit.AuditRepository;
import gg.tiketi.auth.platform.Origin;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Replacing passwords in PostgreSQL, together with what a new password ends: the account's other sessions. */
@ApplicationScoped
public class PasswordRepository {

    // Locks the account's row. A sign-in with the old password either opened its session before, and the next
    // statement, which sees what was committed until then, revokes it; or it finds another credential version.
    private static final String REPLACE = """
            UPDATE account
            SET password_hash = $3, credential_version = credential_version + 1, updated_at = now()
            WHERE id = $1 AND credential_version = $2 AND disabled_at IS NULL
            """;

    private static final String REVOKE_OTHERS = """
            UPDATE session SET revoked_at = now(), revoked_for = 'password-change'
            WHERE account_id = $1 AND id <> $2 AND revoked_at IS NULL
            """;

    // Whoever knows the password needs no link, and who stole one must not undo the change with it.
    private static final String DELETE_RESET_LINKS = """
            DELETE FROM mailed_link WHERE account_id = $1 AND purpose = 'password-reset'
            """;

    private final Pool pool;
    private final AuditRepository audit;

    PasswordRepository(Pool pool, AuditRepository audit) {
        this.pool = pool;
        this.audit = audit;
    }

    /**
     * Replaces the password and revokes all sessions but one; false when another change was faster.
     *
     * @param version the credential version with which the old password was right
     * @param spared the session that goes on
     */
    Uni<Boolean> replace(AccountId id, int version, String passwordHash, UUID spared, Origin origin) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(REPLACE)
                .execute(Tuple.of(id.value(), version, passwordHash))
                .chain(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : connection
                                .preparedQuery(REVOKE_OTHERS)
                                .execute(Tuple.of(id.value(), spared))
                                .chain(() -> connection
                                        .preparedQuery(DELETE_RESET_LINKS)
                                        .execute(Tuple.of(id.value())))
                                .chain(() -> audit.write(
                                        connection,
                                        AuditEntry.own(AuditAction.PASSWORD_CHANGED, id.value(), null, origin)))
                                .replaceWith(true)));
    }
}
