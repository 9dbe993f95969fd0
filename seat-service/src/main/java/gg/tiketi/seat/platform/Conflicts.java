package gg.tiketi.seat.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.Set;

/** Conflicts that PostgreSQL ends by choosing a loser, who gets through a moment later. */
public final class Conflicts {

    /** Deadlock and serialization failure. */
    private static final Set<String> TRANSIENT = Set.of("40P01", "40001");

    private static final Duration RETRY_MIN = Duration.ofMillis(5);
    private static final Duration RETRY_MAX = Duration.ofMillis(50);

    private Conflicts() {}

    /**
     * Does the work, and does it again while it loses a conflict; any other failure is told at once.
     *
     * @param retries at most, 5 to 50 ms apart
     */
    public static <T> Uni<T> retried(Uni<T> work, int retries) {
        return work.onFailure(Conflicts::isTransient)
                .retry()
                .withBackOff(RETRY_MIN, RETRY_MAX)
                .atMost(retries);
    }

    private static boolean isTransient(Throwable failure) {
        return failure instanceof PgException broken && TRANSIENT.contains(broken.getSqlState());
    }
}
