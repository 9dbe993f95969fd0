package gg.tiketi.auth.account;

import gg.tiketi.auth.account.RoleOutcome.Given;
import gg.tiketi.auth.account.RoleOutcome.NoAdministrator;
import gg.tiketi.auth.account.RoleOutcome.OwnRole;
import gg.tiketi.auth.account.RoleOutcome.Unknown;
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
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who has which role, in PostgreSQL. Whoever gives a role must be an administrator at that moment and never gives it to
 * themselves, and one change waits for the other: so after each of them there is an administrator left.
 */
@ApplicationScoped
public class RoleRepository {

    // Transaction-level, for all changes of roles: two administrators who take each other's role at once come one after
    // the other, and the second one is none any more.
    public static final String LOCK_ROLES = "SELECT pg_advisory_xact_lock(hashtext('auth.roles'))";

    private static final String ROLE = """
            CASE WHEN 'admin' = ANY (roles) THEN 'admin' WHEN 'organizer' = ANY (roles) THEN 'organizer'
                 WHEN 'gate' = ANY (roles) THEN 'gate' ELSE 'user' END
            """;

    private static final String FITS = " WHERE disabled_at IS NULL"
            + " AND ($1::text IS NULL OR position($1 IN email) > 0 OR position($1 IN lower(name)) > 0)"
            + " AND ($2::text IS NULL OR $2 = " + ROLE + ")";

    private static final String SELECT_PAGE =
            "SELECT id, email, name, phone, roles, credential_version, email_verified_at, second_factor_at, created_at FROM account"
                    + FITS + " ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4";

    private static final String COUNT = "SELECT count(*) FROM account" + FITS;

    // In one order, so that two of these never wait for each other.
    private static final String LOCK_ACCOUNTS = """
            SELECT id, email, name, phone, roles, credential_version, email_verified_at, second_factor_at, created_at
            FROM account
            WHERE id IN ($1, $2) AND disabled_at IS NULL
            ORDER BY id
            FOR NO KEY UPDATE
            """;

    // With another credential version a sign-in under way, which read the old role, opens no session.
    private static final String SET_ROLES = """
            UPDATE account SET roles = $2, credential_version = credential_version + 1, updated_at = now()
            WHERE id = $1
            RETURNING id, email, name, phone, roles, credential_version, email_verified_at, second_factor_at, created_at
            """;

    private static final String REVOKE_ALL = """
            UPDATE session SET revoked_at = now(), revoked_for = 'role-change'
            WHERE account_id = $1 AND revoked_at IS NULL
            """;

    private final Pool pool;
    private final AuditRepository audit;

    RoleRepository(Pool pool, AuditRepository audit) {
        this.pool = pool;
        this.audit = audit;
    }

    /** Some accounts, and how many there are. */
    record Page(List<ListedAccount> accounts, long total) {}

    /**
     * Live accounts, the newest first.
     *
     * @param text part of the address or name, in lower case; null for all
     * @param page from 1
     */
    Uni<Page> find(@Nullable String text, @Nullable Role role, int page, int size) {
        String word = role == null ? null : role.word();
        return pool.preparedQuery(SELECT_PAGE)
                .execute(Tuple.of(text, word, size, (long) (page - 1) * size))
                .chain(rows -> pool.preparedQuery(COUNT)
                        .execute(Tuple.of(text, word))
                        .map(count ->
                                new Page(stream(rows), count.iterator().next().getLong(0))));
    }

    /** Gives the account the role and ends its sessions, in one transaction. */
    Uni<RoleOutcome> give(AccountId actor, AccountId target, Role role, Origin origin) {
        return pool.withTransaction(connection -> connection
                .query(LOCK_ROLES)
                .execute()
                .chain(() -> connection.preparedQuery(LOCK_ACCOUNTS).execute(Tuple.of(actor.value(), target.value())))
                .chain(rows -> decide(connection, byId(rows), new Change(actor, target, role, origin))));
    }

    private record Change(AccountId actor, AccountId target, Role role, Origin origin) {}

    private Uni<RoleOutcome> decide(SqlConnection connection, Map<UUID, ListedAccount> known, Change change) {
        ListedAccount target = known.get(change.target().value());
        ListedAccount actor = known.get(change.actor().value());
        if (target == null) {
            return answer(new Unknown());
        }
        if (change.actor().equals(change.target())) {
            return answer(new OwnRole());
        }
        if (actor == null || Role.of(actor.account().roles()) != Role.ADMIN) {
            return answer(new NoAdministrator());
        }
        Role before = Role.of(target.account().roles());
        return before == change.role() ? answer(new Given(target, false)) : set(connection, before, change);
    }

    private Uni<RoleOutcome> set(SqlConnection connection, Role before, Change change) {
        UUID target = change.target().value();
        AuditEntry entry = new AuditEntry(
                AuditAction.ROLE_CHANGED,
                change.actor().value(),
                target,
                before.word() + " > " + change.role().word(),
                change.origin());
        return connection
                .preparedQuery(SET_ROLES)
                .execute(Tuple.of(target, change.role().rights().toArray(String[]::new)))
                .call(() -> connection.preparedQuery(REVOKE_ALL).execute(Tuple.of(target)))
                .call(() -> audit.write(connection, entry))
                .map(rows -> new Given(listed(rows.iterator().next()), true));
    }

    private static Map<UUID, ListedAccount> byId(RowSet<Row> rows) {
        return stream(rows).stream()
                .collect(Collectors.toMap(listed -> listed.account().id().value(), Function.identity()));
    }

    private static List<ListedAccount> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(RoleRepository::listed)
                .toList();
    }

    private static ListedAccount listed(Row row) {
        return new ListedAccount(
                AccountRepository.account(row),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static Uni<RoleOutcome> answer(RoleOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
