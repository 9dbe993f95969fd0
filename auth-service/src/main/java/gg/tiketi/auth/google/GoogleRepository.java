package gg.tiketi.auth.google;

import gg.tiketi.auth.account.AccountId;
import gg.tiketi.auth.audit.AuditAction;
import gg.tiketi.auth.audit.AuditEntry;
import gg.tiketi.auth.audit.AuditRepository;
import gg.tiketi.auth.platform.Digest;
import gg.tiketi.auth.platform.Expiring;
import gg.tiketi.auth.platform.Origin;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Who left for the issuer's page, and whose account an identity opens, in PostgreSQL. */
@ApplicationScoped
public class GoogleRepository implements Expiring {

    private static final String INSERT_FLOW = """
            INSERT INTO google_flow (state_hash, binding_hash, nonce, verifier, expires_at)
            VALUES ($1, $2, $3, $4, now() + $5 * INTERVAL '1 second')
            """;

    // Whatever becomes of it, a state is good for one return, and for who left with it.
    private static final String USE_FLOW = """
            DELETE FROM google_flow WHERE state_hash = $1
            RETURNING nonce, verifier, binding_hash = $2 AND expires_at > now() AS is_good
            """;

    private static final String SELECT_LINKED = """
            SELECT account_id FROM linked_identity WHERE issuer = $1 AND subject = $2
            """;

    // One identity of an issuer opens one account, and one account is opened by one of them: an address that was given
    // to
    // somebody else there does not give them the account. The row is locked against its deletion.
    private static final String LINK = """
            INSERT INTO linked_identity (issuer, subject, account_id)
            SELECT $1, $2, id FROM account WHERE id = $3 AND disabled_at IS NULL AND email_verified_at IS NOT NULL
            FOR SHARE
            ON CONFLICT DO NOTHING
            """;

    private static final String DELETE_EXPIRED = """
            DELETE FROM google_flow
            WHERE state_hash IN (
                SELECT state_hash FROM google_flow WHERE expires_at < now() ORDER BY expires_at LIMIT $1)
            """;

    private final Pool pool;
    private final AuditRepository audit;

    GoogleRepository(Pool pool, AuditRepository audit) {
        this.pool = pool;
        this.audit = audit;
    }

    /** What was kept of a way to the issuer. */
    record Flow(String nonce, String verifier) {

        /** Never shows them. */
        @Override
        public String toString() {
            return "Flow";
        }
    }

    /** Keeps what the return is checked with. */
    Uni<Void> begin(String state, String binding, Flow flow, Duration lifetime) {
        return pool.preparedQuery(INSERT_FLOW)
                .execute(Tuple.of(hash(state), hash(binding), flow.nonce(), flow.verifier(), lifetime.toSeconds()))
                .replaceWithVoid();
    }

    /** Ends a way; empty when it is unknown, used, too old, or somebody else's. */
    Uni<Optional<Flow>> end(String state, String binding) {
        return pool.preparedQuery(USE_FLOW)
                .execute(Tuple.of(hash(state), hash(binding)))
                .map(rows -> {
                    if (!rows.iterator().hasNext()) {
                        return Optional.empty();
                    }
                    Row row = rows.iterator().next();
                    return row.getBoolean("is_good")
                            ? Optional.of(new Flow(row.getString("nonce"), row.getString("verifier")))
                            : Optional.empty();
                });
    }

    /** The account that the identity opens. */
    Uni<Optional<AccountId>> findLinked(String issuer, String subject) {
        return pool.preparedQuery(SELECT_LINKED)
                .execute(Tuple.of(issuer, subject))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.of(new AccountId(rows.iterator().next().getUUID(0)))
                        : Optional.empty());
    }

    /** Lets the identity open the account; false when either has another one, or the account's address is not confirmed. */
    Uni<Boolean> link(String issuer, String subject, AccountId account, Origin origin) {
        AuditEntry entry = new AuditEntry(AuditAction.IDENTITY_LINKED, null, account.value(), "google", origin);
        return pool.withTransaction(connection -> connection
                .preparedQuery(LINK)
                .execute(Tuple.of(issuer, subject, account.value()))
                .map(rows -> rows.rowCount() == 1)
                .call(linked -> linked
                        ? audit.write(connection, entry)
                        : Uni.createFrom().voidItem()));
    }

    /** Forgets who never came back. */
    @Override
    public Uni<Integer> deleteExpired(int atMost) {
        return pool.preparedQuery(DELETE_EXPIRED).execute(Tuple.of(atMost)).map(RowSet::rowCount);
    }

    private static Buffer hash(String text) {
        return Buffer.buffer(Digest.sha256(text));
    }
}
