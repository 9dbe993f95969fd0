package gg.tiketi.auth.deletion;

import gg.tiketi.auth.account.Account;
import gg.tiketi.auth.account.RoleRepository;
import gg.tiketi.auth.audit.AuditAction;
import gg.tiketi.auth.audit.AuditEntry;
import gg.tiketi.auth.audit.AuditRepository;
import gg.tiketi.auth.deletion.DeletionOutcome.Deleted;
import gg.tiketi.auth.deletion.DeletionOutcome.LastAdministrator;
import gg.tiketi.auth.deletion.DeletionOutcome.WrongCode;
import gg.tiketi.auth.deletion.DeletionOutcome.WrongPassword;
import gg.tiketi.auth.factor.FactorRepository;
import gg.tiketi.auth.factor.FactorUse;
import gg.tiketi.auth.platform.Origin;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Deletes accounts in PostgreSQL, in one transaction. The row stays without anything that says whose it was, because
 * sessions that were ended stay listed until their tokens have, and its id is in the audit log and in reservations.
 */
@ApplicationScoped
public class DeletionRepository {

    // The lock of roles comes first, as everywhere; under it no other administrator comes or goes.
    private static final String LOCK_ACCOUNT = """
            SELECT second_factor_at IS NOT NULL AS has_factor,
                   'admin' = ANY (roles) AND NOT EXISTS (
                       SELECT 1 FROM account other
                       WHERE other.id <> account.id AND 'admin' = ANY (other.roles) AND other.disabled_at IS NULL
                   ) AS is_last
            FROM account
            WHERE id = $1 AND credential_version = $2 AND disabled_at IS NULL
            FOR NO KEY UPDATE
            """;

    private static final String ERASE = """
            UPDATE account
            SET email = 'deleted-' || id || '@deleted.invalid', name = 'deleted', phone = NULL, password_hash = '',
                roles = '{user}', email_verified_at = NULL, second_factor_at = NULL,
                credential_version = credential_version + 1, updated_at = now(), disabled_at = now()
            WHERE id = $1
            """;

    private static final String REVOKE_ALL = """
            UPDATE session SET revoked_at = now(), revoked_for = 'account-deleted'
            WHERE account_id = $1 AND revoked_at IS NULL
            """;

    private static final List<String> DELETE_WHAT_BELONGS_TO_IT = List.of(
            "DELETE FROM linked_identity WHERE account_id = $1",
            "DELETE FROM second_factor WHERE account_id = $1",
            "DELETE FROM sign_in_challenge WHERE account_id = $1",
            "DELETE FROM mailed_link WHERE account_id = $1",
            REVOKE_ALL);

    private static final String DELETE_REGISTRATIONS = "DELETE FROM pending_registration WHERE email = $1";

    private final Pool pool;
    private final FactorRepository factors;
    private final AuditRepository audit;

    DeletionRepository(Pool pool, FactorRepository factors, AuditRepository audit) {
        this.pool = pool;
        this.factors = factors;
        this.audit = audit;
    }

    /**
     * Erases the account for someone whose password was right.
     *
     * @param account as it was when the password was checked
     * @param code of the second factor; empty when none was given
     */
    Uni<DeletionOutcome> delete(Account account, String code, Origin origin) {
        return pool.withTransaction(connection -> connection
                .query(RoleRepository.LOCK_ROLES)
                .execute()
                .chain(() -> connection
                        .preparedQuery(LOCK_ACCOUNT)
                        .execute(Tuple.of(account.id().value(), account.credentialVersion())))
                .chain(rows -> decide(connection, rows, account, code, origin)));
    }

    private Uni<DeletionOutcome> decide(
            SqlConnection connection, RowSet<Row> rows, Account account, String code, Origin origin) {
        if (!rows.iterator().hasNext()) {
            return answer(new WrongPassword());
        }
        Row row = rows.iterator().next();
        if (row.getBoolean("is_last")) {
            return answer(new LastAdministrator());
        }
        if (!row.getBoolean("has_factor")) {
            return erase(connection, account, origin);
        }
        return factors.use(connection, account.id(), code)
                .chain(use -> use == FactorUse.WRONG ? answer(new WrongCode()) : erase(connection, account, origin));
    }

    private Uni<DeletionOutcome> erase(SqlConnection connection, Account account, Origin origin) {
        UUID id = account.id().value();
        Uni<Void> erased = run(connection, ERASE, id);
        for (String sql : DELETE_WHAT_BELONGS_TO_IT) {
            erased = erased.chain(() -> run(connection, sql, id));
        }
        return erased.chain(() ->
                        run(connection, DELETE_REGISTRATIONS, account.email().value()))
                .chain(() -> audit.write(connection, AuditEntry.own(AuditAction.ACCOUNT_DELETED, id, null, origin)))
                .replaceWith(new Deleted());
    }

    private static Uni<Void> run(SqlConnection connection, String sql, Object parameter) {
        return connection.preparedQuery(sql).execute(Tuple.of(parameter)).replaceWithVoid();
    }

    private static Uni<DeletionOutcome> answer(DeletionOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
