package gg.tiketi.auth.account;

import gg.tiketi.auth.platform.Expiring;
import gg.tiketi.auth.platform.Origin;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Registrations that wait for their mailed link, in PostgreSQL. */
@ApplicationScoped
public class RegistrationRepository implements Expiring {

    // Transaction-level, by address: registrations of one address at once count each other.
    private static final String LOCK_EMAIL = "SELECT pg_advisory_xact_lock(hashtextextended('register ' || $1, 0))";

    private static final String INSERT = """
            INSERT INTO pending_registration (token_hash, email, name, phone, password_hash, attempts_left, expires_at)
            SELECT $1, $2, $3, $4, $5, $6, now() + $7 * INTERVAL '1 second'
            WHERE (
                SELECT count(*) FROM pending_registration
                WHERE email = $2 AND created_at > now() - INTERVAL '1 hour') < $8
            """;

    // The attempt is paid before the password is looked at, so that guesses at once pay as well.
    private static final String TAKE_ATTEMPT = """
            UPDATE pending_registration SET attempts_left = attempts_left - 1
            WHERE token_hash = $1 AND attempts_left > 0 AND expires_at > now()
            RETURNING email, name, phone, password_hash
            """;

    private static final String USE = "DELETE FROM pending_registration WHERE token_hash = $1 AND expires_at > now()";

    private static final String DELETE_OTHERS = "DELETE FROM pending_registration WHERE email = $1";

    // An hour late, because registrations of the last hour are counted.
    private static final String DELETE_EXPIRED = """
            DELETE FROM pending_registration
            WHERE token_hash IN (
                SELECT token_hash FROM pending_registration WHERE expires_at < now() - INTERVAL '1 hour'
                ORDER BY expires_at LIMIT $1)
            """;

    private final Pool pool;
    private final AccountRepository accounts;
    private final RegistrationConfig config;

    RegistrationRepository(Pool pool, AccountRepository accounts, RegistrationConfig config) {
        this.pool = pool;
        this.accounts = accounts;
        this.config = config;
    }

    /** Stores a registration; false when the address has had enough of them within the hour. */
    Uni<Boolean> add(LinkToken token, FreshAccount account) {
        Tuple values = Tuple.tuple()
                .addValue(buffer(token))
                .addString(account.email().value())
                .addString(account.name())
                .addString(account.phone())
                .addString(account.passwordHash())
                .addInteger(config.registrationAttempts())
                .addLong(config.registrationLifetime().toSeconds())
                .addLong((long) config.registrationPerHour());
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK_EMAIL)
                .execute(Tuple.of(account.email().value()))
                .chain(() -> connection.preparedQuery(INSERT).execute(values))
                .map(rows -> rows.rowCount() == 1));
    }

    /** What is to become an account, for one look at its password; empty when the link is unknown, used or too old. */
    Uni<Optional<FreshAccount>> takeAttempt(LinkToken token) {
        return pool.preparedQuery(TAKE_ATTEMPT)
                .execute(Tuple.of(buffer(token)))
                .map(RegistrationRepository::registered);
    }

    /** Uses the link: makes the account; empty when somebody was faster, with this link or with the address. */
    Uni<Optional<Account>> use(LinkToken token, FreshAccount account, Origin origin) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(USE)
                .execute(Tuple.of(buffer(token)))
                .chain(used -> used.rowCount() == 0
                        ? Uni.createFrom().item(Optional.<Account>empty())
                        : accounts.insert(connection, account, origin))
                .call(made -> made.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : connection
                                .preparedQuery(DELETE_OTHERS)
                                .execute(Tuple.of(account.email().value()))));
    }

    /** Deletes registrations past their time. */
    @Override
    public Uni<Integer> deleteExpired(int atMost) {
        return pool.preparedQuery(DELETE_EXPIRED).execute(Tuple.of(atMost)).map(RowSet::rowCount);
    }

    private static Optional<FreshAccount> registered(RowSet<Row> rows) {
        if (!rows.iterator().hasNext()) {
            return Optional.empty();
        }
        Row row = rows.iterator().next();
        return Optional.of(new FreshAccount(
                new Email(row.getString("email")),
                row.getString("name"),
                row.getString("phone"),
                row.getString("password_hash"),
                List.of("user"),
                true));
    }

    private static Buffer buffer(LinkToken token) {
        return Buffer.buffer(token.hash());
    }
}
