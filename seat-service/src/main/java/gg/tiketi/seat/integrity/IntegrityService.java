package gg.tiketi.seat.integrity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Looks every few minutes whether the stored data contradicts itself, and remembers what it found. Each node looks for
 * itself, so that each can tell, but never two at the same time. It changes nothing: what it finds is for people.
 */
@ApplicationScoped
public class IntegrityService {

    private static final Logger LOG = Logger.getLogger(IntegrityService.class);

    private final IntegrityRepository repository;
    private final IntegrityConfig config;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, Finding> latest = new ConcurrentHashMap<>();
    private final AtomicReference<Uni<Optional<List<Finding>>>> running = new AtomicReference<>();
    private volatile Instant lastRun = Instant.EPOCH;

    IntegrityService(IntegrityRepository repository, IntegrityConfig config, MeterRegistry metrics) {
        this.repository = repository;
        this.config = config;
        for (Invariant invariant : Invariants.ALL) {
            Gauge.builder("tiketi.integrity.violations", () -> violations(invariant))
                    .tag("check", invariant.name())
                    .tag("rule", invariant.rule())
                    .register(metrics);
        }
        Gauge.builder("tiketi.integrity.last.run", () -> lastRun.getEpochSecond())
                .baseUnit("seconds")
                .register(metrics);
    }

    /** Not a number while nothing is known. */
    private double violations(Invariant invariant) {
        return latest.get(invariant.name()) instanceof Finding.Checked checked ? checked.violations() : Double.NaN;
    }

    @Scheduled(
            every = "${tiketi.integrity.look-interval:PT10S}",
            delayed = "${tiketi.integrity.look-interval:PT10S}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> runWhenDue() {
        Duration interval = config.interval();
        if (interval.isZero() || clock.instant().isBefore(lastRun.plus(interval))) {
            return Uni.createFrom().voidItem();
        }
        return run().onFailure()
                .invoke(failure -> LOG.warnf("integrity run postponed reason=%s", failure.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** What the last runs found, in the order of the invariants; nothing of those never checked. */
    List<Finding> latest() {
        return Invariants.ALL.stream()
                .flatMap(invariant -> Optional.ofNullable(latest.get(invariant.name())).stream())
                .toList();
    }

    /**
     * Runs all checks now, or joins the run that this node is at; empty when another node is at it. The run goes on when
     * the one who asked leaves.
     */
    Uni<Optional<List<Finding>>> run() {
        Uni<Optional<List<Finding>>> fresh = repository
                .check(Invariants.ALL)
                .onTermination()
                .invoke(() -> running.set(null))
                .invoke(found -> found.ifPresent(this::remember))
                .memoize()
                .indefinitely();
        Uni<Optional<List<Finding>>> current = running.compareAndExchange(null, fresh);
        return current == null ? fresh : current;
    }

    private void remember(List<Finding> findings) {
        lastRun = clock.instant();
        for (Finding finding : findings) {
            latest.put(finding.invariant().name(), finding);
            switch (finding) {
                case Finding.Checked checked -> tell(checked);
                case Finding.Failed failed ->
                    LOG.warnf(
                            "integrity check failed check=%s reason=%s",
                            failed.invariant().name(), failed.reason());
            }
        }
    }

    private static void tell(Finding.Checked checked) {
        if (checked.violations() > 0) {
            LOG.errorf(
                    "integrity violated check=%s invariant=%s violations=%d",
                    checked.invariant().name(), checked.invariant().rule(), checked.violations());
        }
    }
}
