package gg.tiketi.seat.reservation;

import gg.tiketi.seat.claim.OutboxApplier;
import gg.tiketi.seat.platform.Turn;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Tidies up after time: ends reservations that lapsed, so that everybody sees their seats again, and those of events
 * that were called off. Several nodes may sweep at once; the functions look again under lock and end each once.
 */
@ApplicationScoped
public class ExpirySweep {

    private static final Logger LOG = Logger.getLogger(ExpirySweep.class);
    private static final int AT_ONCE = 2;

    private final ReservationRepository repository;
    private final OutboxApplier outbox;
    private final ReservationConfig config;
    private final Clock clock = Clock.systemUTC();
    private volatile Instant lastSweep = clock.instant();

    ExpirySweep(
            ReservationRepository repository, OutboxApplier outbox, ReservationConfig config, MeterRegistry metrics) {
        this.repository = repository;
        this.outbox = outbox;
        this.config = config;
        Gauge.builder("tiketi.expiry.last.sweep", () -> lastSweep.getEpochSecond())
                .baseUnit("seconds")
                .register(metrics);
    }

    @Scheduled(every = "${tiketi.reservation.sweep-interval:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweepInTurn() {
        return Turn.EXPIRY.of(this::sweep);
    }

    private Uni<Void> sweep() {
        return expireLapsed()
                .chain(this::cancelForCancelledEvents)
                .invoke(() -> lastSweep = clock.instant())
                .onFailure()
                .invoke(failure -> LOG.warnf("sweep postponed reason=%s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forgetOldAnswers() {
        return repository
                .forgetAnswersOlderThan(config.idempotencyRetention())
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> expireLapsed() {
        return repository.lapsed(config.sweepBatch()).chain(due -> each(due, repository::expire));
    }

    private Uni<Void> cancelForCancelledEvents() {
        return repository.ofCancelledEvents(config.sweepBatch()).chain(due -> each(due, repository::cancelForEvent));
    }

    private Uni<Void> each(
            java.util.List<ReservationRepository.Due> due, Function<ReservationId, Uni<Boolean>> ending) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(one -> ending.apply(one.id()).invoke(ended -> {
                    if (ended) {
                        outbox.changed(one.event());
                    }
                }))
                .merge(AT_ONCE)
                .onItem()
                .ignoreAsUni();
    }
}
