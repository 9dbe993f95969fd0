package gg.tiketi.auth.platform;

import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Deletes what is past its time: sessions, mailed links, challenges, ways to Google that nobody came back from. */
@ApplicationScoped
public class Sweep {

    private static final Logger LOG = Logger.getLogger(Sweep.class);

    private final List<Expiring> kinds;
    private final SweepConfig config;

    Sweep(@All List<Expiring> kinds, SweepConfig config) {
        this.kinds = kinds;
        this.config = config;
    }

    /** Sweeps each kind once; one that fails waits for the next time and keeps no other from its turn. */
    @Scheduled(
            every = "{tiketi.auth.sweep-every}",
            delayed = "{tiketi.auth.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> sweep() {
        return Multi.createFrom()
                .iterable(kinds)
                .onItem()
                .transformToUniAndConcatenate(this::sweep)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> sweep(Expiring kind) {
        return kind.deleteExpired(config.sweepBatch())
                .onFailure()
                .invoke(failure -> LOG.warnf("sweep postponed reason=%s", failure.toString()))
                .onFailure()
                .recoverWithItem(0);
    }
}
