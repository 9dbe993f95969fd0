package gg.tiketi.auth.factor;

import gg.tiketi.auth.account.AccountId;
import gg.tiketi.auth.audit.AuditAction;
import gg.tiketi.auth.audit.AuditEntry;
import gg.tiketi.auth.audit.AuditRepository;
import gg.tiketi.auth.platform.Origin;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Second factors in PostgreSQL. Whoever uses, confirms or removes one locks its account's row first, so that of two uses
 * of one code the second sees the first. Times are the database's.
 */
@ApplicationScoped
public class FactorRepository {

    private static final String LOCK_ACCOUNT = """
            SELECT second_factor_at IS NOT NULL AS is_on
            FROM account
            WHERE id = $1 AND disabled_at IS NULL
            FOR NO KEY UPDATE
            """;

    // A secret that was shown and never confirmed gives way; a confirmed one stays.
    private static final String BEGIN = """
            INSERT INTO second_factor (account_id, secret) VALUES ($1, $2)
            ON CONFLICT (account_id) DO UPDATE SET secret = $2, made_at = now(), last_step = 0
            WHERE second_factor.confirmed_at IS NULL
            """;

    private static final String SELECT = """
            SELECT secret, last_step, clock_timestamp() AS at FROM second_factor WHERE account_id = $1
            """;

    private static final String USE_STEP = "UPDATE second_factor SET last_step = $2 WHERE account_id = $1";

    private static final String USE_RECOVERY_CODE = """
            DELETE FROM recovery_code WHERE account_id = $1 AND digest = ANY ($2)
            """;

    private static final String CONFIRM = "UPDATE second_factor SET confirmed_at = now() WHERE account_id = $1";

    // With another credential version a sign-in under way, which read that there is none, opens no session.
    private static final String SWITCH_ON = """
            UPDATE account SET second_factor_at = now(), credential_version = credential_version + 1, updated_at = now()
            WHERE id = $1
            """;

    private static final String SWITCH_OFF = """
            UPDATE account SET second_factor_at = NULL, credential_version = credential_version + 1, updated_at = now()
            WHERE id = $1
            """;

    private static final String INSERT_RECOVERY_CODES = """
            INSERT INTO recovery_code (account_id, digest) SELECT $1, unnest($2::bytea[])
            """;

    private static final String DELETE = "DELETE FROM second_factor WHERE account_id = $1";

    private static final String STRENGTHEN_SESSION = """
            UPDATE session SET methods = array_append(methods, $3)
            WHERE id = $2 AND account_id = $1 AND NOT $3 = ANY (methods)
            """;

    private static final String REVOKE_OTHERS = """
            UPDATE session SET revoked_at = now(), revoked_for = 'second-factor'
            WHERE account_id = $1 AND id <> $2 AND revoked_at IS NULL
            """;

    private static final String COUNT_RECOVERY_CODES = "SELECT count(*) FROM recovery_code WHERE account_id = $1";

    private final Pool pool;
    private final AuditRepository audit;
    private final SecretBox box;

    FactorRepository(Pool pool, AuditRepository audit, FactorConfig config) {
        this.pool = pool;
        this.audit = audit;
        this.box = SecretBox.of(config);
    }

    /** What confirming did. */
    enum Confirmation {
        ON,
        WRONG_CODE,
        ALREADY_ON,
        NOT_BEGUN
    }

    /** What removing did. */
    enum Removal {
        OFF,
        WRONG_CODE,
        NOT_ON
    }

    /** Stores a secret that is not used yet; false when the account has a second factor, or is not live. */
    Uni<Boolean> begin(AccountId account, byte[] secret) {
        Buffer sealed = Buffer.buffer(box.seal(account.value(), secret));
        return pool.preparedQuery(BEGIN)
                .execute(Tuple.of(account.value(), sealed))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Switches it on for someone whose authenticator shows the right code, and ends all sessions but theirs. */
    Uni<Confirmation> confirm(
            AccountId account, UUID sessionId, String code, List<String> recoveryCodes, Origin origin) {
        return pool.withTransaction(connection -> lock(connection, account).chain(locked -> {
            if (isOn(locked)) {
                return Uni.createFrom().item(Confirmation.ALREADY_ON);
            }
            return select(connection, account).chain(rows -> {
                if (!rows.iterator().hasNext()) {
                    return Uni.createFrom().item(Confirmation.NOT_BEGUN);
                }
                OptionalLong step = match(account, rows.iterator().next(), code);
                return step.isEmpty()
                        ? Uni.createFrom().item(Confirmation.WRONG_CODE)
                        : switchOn(connection, account, sessionId, step.getAsLong(), recoveryCodes, origin);
            });
        }));
    }

    /** Removes it for someone who can still use it; their password was asked for before. */
    Uni<Removal> remove(AccountId account, String code, Origin origin) {
        return pool.withTransaction(connection -> lock(connection, account)
                .chain(locked -> !isOn(locked)
                        ? Uni.createFrom().item(Removal.NOT_ON)
                        : use(connection, account, code)
                                .chain(use -> use == FactorUse.WRONG
                                        ? Uni.createFrom().item(Removal.WRONG_CODE)
                                        : switchOff(connection, account, origin))));
    }

    /** How many recovery codes are left. */
    Uni<Long> recoveryCodesLeft(AccountId account) {
        return pool.preparedQuery(COUNT_RECOVERY_CODES)
                .execute(Tuple.of(account.value()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /**
     * Uses a code, so that it counts no second time.
     *
     * @param transaction has locked the account's row
     */
    public Uni<FactorUse> use(SqlConnection transaction, AccountId account, String typed) {
        String code = RecoveryCodes.plain(typed);
        return select(transaction, account).chain(rows -> {
            if (!rows.iterator().hasNext()) {
                return Uni.createFrom().item(FactorUse.WRONG);
            }
            OptionalLong step = match(account, rows.iterator().next(), code);
            return step.isPresent()
                    ? transaction
                            .preparedQuery(USE_STEP)
                            .execute(Tuple.of(account.value(), step.getAsLong()))
                            .replaceWith(FactorUse.AUTHENTICATOR)
                    : useRecoveryCode(transaction, account, code);
        });
    }

    private Uni<FactorUse> useRecoveryCode(SqlConnection transaction, AccountId account, String code) {
        return transaction
                .preparedQuery(USE_RECOVERY_CODE)
                .execute(Tuple.of(account.value(), buffers(box.digests(account.value(), code))))
                .map(rows -> rows.rowCount() == 0 ? FactorUse.WRONG : FactorUse.RECOVERY_CODE);
    }

    private Uni<Confirmation> switchOn(
            SqlConnection connection,
            AccountId account,
            UUID sessionId,
            long step,
            List<String> recoveryCodes,
            Origin origin) {
        UUID id = account.value();
        List<byte[]> digests = recoveryCodes.stream()
                .map(RecoveryCodes::plain)
                .map(code -> box.digests(id, code).getFirst())
                .toList();
        return connection
                .preparedQuery(CONFIRM)
                .execute(Tuple.of(id))
                .chain(() -> connection.preparedQuery(USE_STEP).execute(Tuple.of(id, step)))
                .chain(() -> connection.preparedQuery(INSERT_RECOVERY_CODES).execute(Tuple.of(id, buffers(digests))))
                .chain(() -> connection.preparedQuery(SWITCH_ON).execute(Tuple.of(id)))
                .chain(() -> connection
                        .preparedQuery(STRENGTHEN_SESSION)
                        .execute(Tuple.of(id, sessionId, FactorPolicy.CODE)))
                .chain(() -> connection.preparedQuery(REVOKE_OTHERS).execute(Tuple.of(id, sessionId)))
                .chain(() -> audit.write(connection, AuditEntry.own(AuditAction.SECOND_FACTOR_ON, id, null, origin)))
                .replaceWith(Confirmation.ON);
    }

    private Uni<Removal> switchOff(SqlConnection connection, AccountId account, Origin origin) {
        UUID id = account.value();
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(id))
                .chain(() -> connection.preparedQuery(SWITCH_OFF).execute(Tuple.of(id)))
                .chain(() -> audit.write(connection, AuditEntry.own(AuditAction.SECOND_FACTOR_OFF, id, null, origin)))
                .replaceWith(Removal.OFF);
    }

    private OptionalLong match(AccountId account, Row row, String code) {
        byte[] secret = box.open(account.value(), row.getBuffer("secret").getBytes());
        Instant now = row.getOffsetDateTime("at").toInstant();
        return Totp.match(secret, code, now, row.getLong("last_step"));
    }

    private static Uni<RowSet<Row>> lock(SqlConnection connection, AccountId account) {
        return connection.preparedQuery(LOCK_ACCOUNT).execute(Tuple.of(account.value()));
    }

    private static Uni<RowSet<Row>> select(SqlConnection connection, AccountId account) {
        return connection.preparedQuery(SELECT).execute(Tuple.of(account.value()));
    }

    private static boolean isOn(RowSet<Row> locked) {
        return locked.iterator().hasNext() && locked.iterator().next().getBoolean("is_on");
    }

    private static Buffer[] buffers(List<byte[]> digests) {
        return digests.stream().map(Buffer::buffer).toArray(Buffer[]::new);
    }
}
