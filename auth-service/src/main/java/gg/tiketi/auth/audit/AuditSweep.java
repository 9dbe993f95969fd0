package gg.tiketi.auth.audit;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Forgets entries past their time, through the one door that the database leaves open for it. */
@ApplicationScoped
public class AuditSweep {

    private final AuditRepository entries;
    private final AuditConfig config;

    AuditSweep(AuditRepository entries, AuditConfig config) {
        this.entries = entries;
        this.config = config;
    }

    @Scheduled(
            every = "{tiketi.auth.audit.sweep-every}",
            delayed = "{tiketi.auth.audit.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return entries.forget(config.keep(), config.sweepBatch()).replaceWithVoid();
    }
}
