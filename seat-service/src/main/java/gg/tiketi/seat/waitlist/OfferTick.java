package gg.tiketi.seat.waitlist;

import gg.tiketi.seat.claim.OutboxApplier;
import gg.tiketi.seat.platform.Turn;
import gg.tiketi.seat.seatmap.SellableEvents;
import gg.tiketi.seat.waitlist.WaitlistRepository.Line;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Once a second: ends the entries of events that are not sold any more, and turns kept seats over, to those who wait or,
 * where they do for nobody, to everybody. Every node does so; the functions let one at a time change a line, and say no to
 * whoever has looked too early.
 */
@ApplicationScoped
public class OfferTick {

    private static final Logger LOG = Logger.getLogger(OfferTick.class);

    private final WaitlistRepository repository;
    private final SellableEvents events;
    private final LinePasses passes;
    private final OutboxApplier outbox;
    private final Counter offered;
    private final Counter released;
    private final Clock clock = Clock.systemUTC();
    private volatile Instant lastTick = clock.instant();
    private volatile Map<String, Long> entries = Map.of();

    OfferTick(
            WaitlistRepository repository,
            SellableEvents events,
            LinePasses passes,
            OutboxApplier outbox,
            MeterRegistry metrics) {
        this.repository = repository;
        this.events = events;
        this.passes = passes;
        this.outbox = outbox;
        this.offered = Counter.builder("tiketi.waitlist.offers").register(metrics);
        this.released = Counter.builder("tiketi.waitlist.seats.let.go").register(metrics);
        for (String state : new String[] {"waiting", "offered"}) {
            Gauge.builder(
                            "tiketi.waitlist.entries",
                            () -> entries.getOrDefault(state.toUpperCase(java.util.Locale.ROOT), 0L))
                    .tag("state", state)
                    .register(metrics);
        }
        Gauge.builder("tiketi.waitlist.last.tick", () -> lastTick.getEpochSecond())
                .baseUnit("seconds")
                .register(metrics);
    }

    @Scheduled(every = "${tiketi.waitlist.tick-interval:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tickInTurn() {
        return Turn.WAITLIST.of(this::tick);
    }

    /** One look at everything that is due. */
    Uni<Void> tick() {
        return repository
                .close()
                .invoke(ended -> {
                    if (ended > 0) {
                        LOG.infof("waitlist entries closed count=%d", ended);
                    }
                })
                .chain(repository::due)
                .chain(lines -> Multi.createFrom()
                        .iterable(lines)
                        .onItem()
                        .transformToUniAndConcatenate(this::turnOver)
                        .collect()
                        .last())
                .invoke(() -> lastTick = clock.instant())
                .onFailure()
                .invoke(failure -> LOG.warnf("waitlist postponed reason=%s", failure.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    @Scheduled(every = "${tiketi.waitlist.count-interval:15s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> countEntries() {
        return repository
                .count()
                .invoke(counted -> entries = counted)
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    /** One line that fails does not keep the others waiting. */
    private Uni<Void> turnOver(Line line) {
        return events.find(line.event())
                .chain(event -> event.isEmpty()
                        ? Uni.createFrom().item(LinePasses.Done.NOTHING)
                        : passes.pass(line, event.get()))
                .invoke(done -> {
                    offered.increment(done.offers());
                    released.increment(done.letGo());
                    if (done.offers() > 0 || done.letGo() > 0) {
                        outbox.changed(line.event());
                        LOG.infof(
                                "waitlist turned seats over eventId=%s offers=%d letGo=%d",
                                line.event(), done.offers(), done.letGo());
                    }
                })
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("waitlist line postponed eventId=%s reason=%s", line.event(), failure.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
