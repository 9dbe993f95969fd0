package gg.tiketi.auth.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The audit log in PostgreSQL. This service's login may add and read entries; it may not change or delete any. */
@ApplicationScoped
public class AuditRepository {

    private static final String INSERT_ENTRY = """
            INSERT INTO audit_entry (id, actor_id, action, account_id, detail, request_id, network)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String SELECT_PAGE = """
            SELECT id, at, actor_id, action, account_id, detail, request_id, network
            FROM audit_entry
            WHERE ($1::uuid IS NULL OR account_id = $1 OR actor_id = $1) AND ($2::text IS NULL OR action = $2)
            ORDER BY at DESC, id DESC
            LIMIT $3 OFFSET $4
            """;

    private static final String COUNT = """
            SELECT count(*) FROM audit_entry
            WHERE ($1::uuid IS NULL OR account_id = $1 OR actor_id = $1) AND ($2::text IS NULL OR action = $2)
            """;

    private static final String FORGET = "SELECT forget_audit_entries($1 * INTERVAL '1 second', $2)";

    private final Pool pool;

    AuditRepository(Pool pool) {
        this.pool = pool;
    }

    /** An entry as it was written. */
    record Written(
            UUID id,
            Instant at,
            @Nullable UUID actor,
            String action,
            @Nullable UUID account,
            @Nullable String detail,
            @Nullable String requestId,
            @Nullable String network) {}

    /** Some entries, and how many there are. */
    record Page(List<Written> entries, long total) {}

    /**
     * Writes an entry.
     *
     * @param transaction the connection whose transaction does what the entry tells of, so that there is both or neither
     */
    public Uni<Void> write(SqlClient transaction, AuditEntry entry) {
        Tuple values = Tuple.tuple()
                .addUUID(UuidCreator.getTimeOrderedEpoch())
                .addUUID(entry.actor())
                .addString(entry.action().word())
                .addUUID(entry.account())
                .addString(entry.detail())
                .addString(entry.origin().requestId())
                .addString(entry.origin().network());
        return transaction.preparedQuery(INSERT_ENTRY).execute(values).replaceWithVoid();
    }

    /** Writes an entry of something that changed nothing else, such as a refusal. */
    public Uni<Void> write(AuditEntry entry) {
        return write(pool, entry);
    }

    /**
     * The newest entries first.
     *
     * @param account only what this account did or what was done to it; null for all
     * @param action only this; null for all
     * @param page from 1
     */
    Uni<Page> find(@Nullable UUID account, @Nullable AuditAction action, int page, int size) {
        String word = action == null ? null : action.word();
        Tuple window = Tuple.of(account, word, size, (long) (page - 1) * size);
        return pool.preparedQuery(SELECT_PAGE).execute(window).chain(rows -> pool.preparedQuery(COUNT)
                .execute(Tuple.of(account, word))
                .map(count -> new Page(
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(AuditRepository::written)
                                .toList(),
                        count.iterator().next().getLong(0))));
    }

    /** Forgets entries that are older than this, at most so many. */
    Uni<Integer> forget(Duration age, int atMost) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(age.toSeconds(), atMost))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    private static Written written(Row row) {
        return new Written(
                row.getUUID("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getUUID("actor_id"),
                row.getString("action"),
                row.getUUID("account_id"),
                row.getString("detail"),
                row.getString("request_id"),
                row.getString("network"));
    }
}
