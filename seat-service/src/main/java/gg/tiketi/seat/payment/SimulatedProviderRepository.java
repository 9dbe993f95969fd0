package gg.tiketi.seat.payment;

import gg.tiketi.seat.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The simulated provider's books. The first word about a key stands. */
@ApplicationScoped
class SimulatedProviderRepository {

    private static final String ENTER = """
            INSERT INTO simulated_provider AS p (payment_id, amount, status, at)
            VALUES ($1, $2, $3, clock_timestamp())
            ON CONFLICT (payment_id) DO UPDATE SET status = p.status RETURNING status
            """;

    private static final String FIND = "SELECT status FROM simulated_provider WHERE payment_id = $1";

    private static final String REFUND =
            "UPDATE simulated_provider SET status = 'REFUNDED' WHERE payment_id = $1 AND status = 'CAPTURED'";

    private final Pool pool;

    SimulatedProviderRepository(Pool pool) {
        this.pool = pool;
    }

    /** Enters a status unless the key has one; returns the one it has. */
    Uni<String> enter(PaymentId id, int amount, String status) {
        return pool.preparedQuery(ENTER)
                .execute(Tuple.of(id.value(), amount, status))
                .map(rows -> rows.iterator().next().getString("status"));
    }

    Uni<Optional<String>> find(PaymentId id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id.value()))
                .map(rows -> Rows.first(rows, row -> row.getString("status")));
    }

    Uni<Void> refund(PaymentId id) {
        return pool.preparedQuery(REFUND).execute(Tuple.of(id.value())).replaceWithVoid();
    }
}
