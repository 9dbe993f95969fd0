package gg.tiketi.auth.google;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Forgets those who never came back; only tidies, because every return compares the time itself. */
@ApplicationScoped
public class GoogleSweep {

    private final GoogleRepository flows;
    private final GoogleConfig config;

    GoogleSweep(GoogleRepository flows, GoogleConfig config) {
        this.flows = flows;
        this.config = config;
    }

    @Scheduled(
            every = "{tiketi.auth.google.sweep-every}",
            delayed = "{tiketi.auth.google.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return flows.deleteExpired(config.sweepBatch()).replaceWithVoid();
    }
}
