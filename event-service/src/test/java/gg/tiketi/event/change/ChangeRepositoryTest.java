package gg.tiketi.event.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.event.ServiceCalls;
import gg.tiketi.event.catalog.Shows;
import gg.tiketi.event.platform.EventId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class ChangeRepositoryTest {

    private static final String WAITERS =
            "SELECT count(*) AS waiters FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";

    private static final String INSERT_WITHOUT_LOCK = """
            INSERT INTO change (number, event_id, event) VALUES (nextval('change_number'), $1, '{}') RETURNING number
            """;

    @Inject
    Shows shows;

    @Inject
    ChangeRepository changes;

    @Inject
    Pool pool;

    @Test
    void aSecondWriterWaitsUntilTheFirstHasCommitted() {
        // given
        EventId one = shows.onSale("first");
        EventId other = shows.onSale("second");
        long begin = ServiceCalls.lastChange();
        SqlConnection connection = pool.getConnectionAndAwait();
        Transaction transaction = connection.beginAndAwait();

        // when
        long first = changes.record(connection, one).await().indefinitely();
        CompletableFuture<Long> second =
                pool.withTransaction(mine -> changes.record(mine, other)).subscribeAsCompletionStage();
        await().atMost(Duration.ofSeconds(60)).until(() -> waiters() == 1);
        List<Long> meanwhile = numbersAfter(begin);
        transaction.commitAndAwait();
        connection.closeAndAwait();
        long after = second.join();

        // then
        assertThat(meanwhile).isEmpty();
        assertThat(numbersAfter(begin)).containsExactly(first, after);
    }

    /** The control: what the lock is there for does happen without it. */
    @Test
    void withoutTheLockAReaderMissesAChange() {
        // given
        EventId id = shows.onSale("control");
        long begin = ServiceCalls.lastChange();
        SqlConnection slow = pool.getConnectionAndAwait();
        Transaction transaction = slow.beginAndAwait();

        // when
        long first = insertWithoutLock(slow, id);
        long second = pool.withTransaction(fast -> fast.preparedQuery(INSERT_WITHOUT_LOCK)
                        .execute(Tuple.of(id.value()))
                        .map(rows -> rows.iterator().next().getLong("number")))
                .await()
                .indefinitely();
        List<Long> seen = numbersAfter(begin);
        transaction.commitAndAwait();
        slow.closeAndAwait();
        List<Long> later = numbersAfter(seen.getLast());
        pool.preparedQuery("DELETE FROM change WHERE number = ANY ($1)")
                .executeAndAwait(Tuple.of(new Long[] {first, second}));

        // then
        assertThat(seen).containsExactly(second);
        assertThat(later).isEmpty();
    }

    private static long insertWithoutLock(SqlConnection connection, EventId id) {
        return connection
                .preparedQuery(INSERT_WITHOUT_LOCK)
                .executeAndAwait(Tuple.of(id.value()))
                .iterator()
                .next()
                .getLong("number");
    }

    private long waiters() {
        return pool.query(WAITERS).executeAndAwait().iterator().next().getLong("waiters");
    }

    private List<Long> numbersAfter(long number) {
        return changes.findAfter(number, 500).await().indefinitely().changes().stream()
                .map(ChangePage.Change::number)
                .toList();
    }
}
