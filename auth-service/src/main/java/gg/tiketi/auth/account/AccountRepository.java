package gg.tiketi.auth.account;

import gg.tiketi.auth.audit.AuditAction;
import gg.tiketi.auth.audit.AuditEntry;
import gg.tiketi.auth.audit.AuditRepository;
import gg.tiketi.auth.platform.Origin;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts in PostgreSQL. A disabled account is invisible to every read here. */
@ApplicationScoped
public class AccountRepository {

    // The unique address decides between two registrations at once; the loser gets no row back.
    private static final String INSERT_ACCOUNT = """
            INSERT INTO account (id, email, name, phone, password_hash, roles, email_verified_at)
            VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7 THEN now() END)
            ON CONFLICT ON CONSTRAINT account_email_taken DO NOTHING
            RETURNING id, email, name, phone, roles, credential_version, email_verified_at, second_factor_at
            """;

    private static final String SELECT_BY_EMAIL = """
            SELECT id, email, name, phone, roles, credential_version, email_verified_at, second_factor_at, password_hash
            FROM account
            WHERE email = $1 AND disabled_at IS NULL
            """;

    private static final String SELECT_BY_ID = """
            SELECT id, email, name, phone, roles, credential_version, email_verified_at, second_factor_at
            FROM account
            WHERE id = $1 AND disabled_at IS NULL
            """;

    private static final String SELECT_STORED_BY_ID = """
            SELECT id, email, name, phone, roles, credential_version, email_verified_at, second_factor_at, password_hash
            FROM account
            WHERE id = $1 AND disabled_at IS NULL
            """;

    private static final String UPDATE_PROFILE = """
            UPDATE account
            SET name = coalesce($2, name), phone = coalesce($3, phone), updated_at = now()
            WHERE id = $1 AND disabled_at IS NULL
            RETURNING id, email, name, phone, roles, credential_version, email_verified_at, second_factor_at
            """;

    // Only the hash that was checked is replaced: a password changed meanwhile stays.
    private static final String UPGRADE_HASH = """
            UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2
            """;

    private static final String EXISTS_WITH_ROLE = """
            SELECT EXISTS (SELECT 1 FROM account WHERE $1 = ANY (roles))
            """;

    private final Pool pool;
    private final AuditRepository audit;

    AccountRepository(Pool pool, AuditRepository audit) {
        this.pool = pool;
        this.audit = audit;
    }

    /** A stored account with the hash of its password. */
    record Stored(Account account, String passwordHash) {}

    /** Adds the account; empty when the address has one already. */
    Uni<Optional<Account>> insert(FreshAccount account, Origin origin) {
        return pool.withTransaction(connection -> insert(connection, account, origin));
    }

    /** The same as part of a transaction. */
    Uni<Optional<Account>> insert(SqlConnection transaction, FreshAccount fresh, Origin origin) {
        Tuple values = Tuple.tuple()
                .addUUID(AccountId.next().value())
                .addString(fresh.email().value())
                .addString(fresh.name())
                .addString(fresh.phone())
                .addString(fresh.passwordHash())
                .addArrayOfString(fresh.roles().toArray(String[]::new))
                .addBoolean(fresh.emailVerified());
        return transaction
                .preparedQuery(INSERT_ACCOUNT)
                .execute(values)
                .map(AccountRepository::firstAccount)
                .call(made -> made.map(account -> audit.write(transaction, made(account, origin)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** The live account of an address. */
    Uni<Optional<Stored>> findByEmail(Email email) {
        return pool.preparedQuery(SELECT_BY_EMAIL)
                .execute(Tuple.of(email.value()))
                .map(AccountRepository::stored);
    }

    /** The live account with its password's hash. */
    Uni<Optional<Stored>> findStored(AccountId id) {
        return pool.preparedQuery(SELECT_STORED_BY_ID)
                .execute(Tuple.of(id.value()))
                .map(AccountRepository::stored);
    }

    /** The live account. */
    Uni<Optional<Account>> findById(AccountId id) {
        return pool.preparedQuery(SELECT_BY_ID).execute(Tuple.of(id.value())).map(AccountRepository::firstAccount);
    }

    /** Changes what is given and leaves the rest. */
    Uni<Optional<Account>> updateProfile(AccountId id, @Nullable String name, @Nullable String phone) {
        return pool.preparedQuery(UPDATE_PROFILE)
                .execute(Tuple.of(id.value(), name, phone))
                .map(AccountRepository::firstAccount);
    }

    /** Stores the same password's hash of today's cost, unless the password changed meanwhile. */
    Uni<Void> upgradeHash(AccountId id, String outdated, String hash) {
        return pool.preparedQuery(UPGRADE_HASH)
                .execute(Tuple.of(id.value(), outdated, hash))
                .replaceWithVoid();
    }

    /** Whether anyone, live or not, has the role. */
    Uni<Boolean> existsWithRole(String role) {
        return pool.preparedQuery(EXISTS_WITH_ROLE)
                .execute(Tuple.of(role))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static AuditEntry made(Account account, Origin origin) {
        return AuditEntry.own(AuditAction.ACCOUNT_MADE, account.id().value(), null, origin);
    }

    private static Optional<Stored> stored(RowSet<Row> rows) {
        return first(rows).map(row -> new Stored(account(row), row.getString("password_hash")));
    }

    private static Optional<Account> firstAccount(RowSet<Row> rows) {
        return first(rows).map(AccountRepository::account);
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.iterator().hasNext() ? Optional.of(rows.iterator().next()) : Optional.empty();
    }

    /** An account out of a row that has all its columns. */
    static Account account(Row row) {
        return new Account(
                new AccountId(row.getUUID("id")),
                new Email(row.getString("email")),
                row.getString("name"),
                row.getString("phone"),
                List.of(row.getArrayOfStrings("roles")),
                row.getInteger("credential_version"),
                row.getOffsetDateTime("email_verified_at") != null,
                row.getOffsetDateTime("second_factor_at") != null);
    }
}
