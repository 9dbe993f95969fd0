package gg.tiketi.seat.reservation;

import gg.tiketi.seat.platform.CommandSpan;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.SellableEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks PostgreSQL for reservations, in one transaction for those that come within some milliseconds of each other. The
 * first of a quiet event goes at once; the next batch gathers until its time has come, so the busier an event, the larger
 * its batches and the less each reservation costs.
 *
 * <pre>
 *   plain wish ──► line of the event ──► reserve_batch ──► placed
 *                                             │ passed over, or the batch as a whole refused
 *   any other wish ───────────────────────────┴──► reserve, alone ──► every answer there is
 * </pre>
 *
 * A batch never waits for locks of others; one that is late all the same soon no longer holds up the next. When the
 * connection breaks nobody knows what was committed: everybody in the batch is told so, and repetitions find out.
 */
@ApplicationScoped
class ReserveQueue {

    /** More than any interval between two batches. */
    private static final long LONG_AGO = Duration.ofMinutes(1).toNanos();

    private static final ReserveAnswer BUSY = new ReserveAnswer("BUSY", Optional.empty(), List.of(), 0);

    /** SQLSTATE classes of a server in trouble: nobody knows what was committed, or asking again only adds to it. */
    private static final Set<String> IN_TROUBLE = Set.of("08", "53", "57", "58", "XX");

    /** Of these classes the one in which the server surely undid the batch. */
    private static final String TIMED_OUT = "57014";

    private final ReservationRepository repository;
    private final ReservationConfig config;
    private final Vertx vertx;
    private final Map<EventId, Line> lines = new ConcurrentHashMap<>();

    ReserveQueue(ReservationRepository repository, ReservationConfig config, Vertx vertx) {
        this.repository = repository;
        this.config = config;
        this.vertx = vertx;
    }

    /** One who waits for an answer; an empty one means: ask alone. */
    private record Waiting(SellableEvent event, Placing placing, UniEmitter<? super Optional<ReserveAnswer>> emitter) {}

    /** Those who wait for one event, and the batches on their way. Only touched within {@code lines.compute}. */
    private static final class Line {
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private int onTheWay;
        private long lastSentNanos = System.nanoTime() - LONG_AGO;
        private boolean timed;

        /** Nanoseconds until the next batch may go; empty when nobody waits, or a batch or a timer will come back here. */
        Optional<Long> delay(int mostOnTheWay, long intervalNanos) {
            return timed || waiting.isEmpty() || onTheWay >= mostOnTheWay
                    ? Optional.empty()
                    : Optional.of(Math.max(0, lastSentNanos + intervalNanos - System.nanoTime()));
        }

        /** Takes the next batch out; people and seats that occur again wait for the one after. */
        List<Waiting> next(int mostInBatch) {
            List<Waiting> batch = new ArrayList<>();
            long rules = waiting.getFirst().event().changeNumber();
            Set<UUID> people = new HashSet<>();
            Set<Integer> seats = new HashSet<>();
            Iterator<Waiting> all = waiting.iterator();
            while (all.hasNext() && batch.size() < mostInBatch) {
                Waiting one = all.next();
                List<Integer> wanted = one.placing().draft().seats();
                if (one.event().changeNumber() == rules
                        && wanted.stream().noneMatch(seats::contains)
                        && people.add(one.placing().request().accountId())) {
                    seats.addAll(wanted);
                    batch.add(one);
                    all.remove();
                }
            }
            onTheWay++;
            lastSentNanos = System.nanoTime();
            return batch;
        }

        boolean isIdle() {
            return onTheWay == 0 && waiting.isEmpty() && !timed;
        }
    }

    /** What PostgreSQL says; BUSY when too many wait for the event already. */
    Uni<ReserveAnswer> place(SellableEvent event, Placing placing) {
        return placing.draft().isPlain()
                ? inLine(event, placing)
                        .chain(answer -> answer.map(known -> Uni.createFrom().item(known))
                                .orElseGet(() -> alone(event, placing)))
                : alone(event, placing);
    }

    private Uni<ReserveAnswer> alone(SellableEvent event, Placing placing) {
        return repository.reserve(event, placing, config.hold());
    }

    private Uni<Optional<ReserveAnswer>> inLine(SellableEvent event, Placing placing) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            Uni<Optional<ReserveAnswer>> answer =
                    Uni.createFrom().emitter(emitter -> join(new Waiting(event, placing, emitter)));
            // Request data and traces live on the caller's context, so it goes on there; the batch itself is nobody's.
            return CommandSpan.postgres(
                    "reserve_batch",
                    caller == null ? answer : answer.emitOn(task -> caller.runOnContext(there -> task.run())));
        });
    }

    private void join(Waiting newcomer) {
        EventId event = newcomer.event().id();
        AtomicBoolean full = new AtomicBoolean();
        lines.compute(event, (id, known) -> {
            Line line = known == null ? new Line() : known;
            if (line.waiting.size() >= config.maxWaiting()) {
                full.set(true);
            } else {
                line.waiting.addLast(newcomer);
            }
            return line;
        });
        if (full.get()) {
            newcomer.emitter().complete(Optional.of(BUSY));
        }
        sendNext(event);
    }

    /** Sends the next batch when its time has come, or sets a timer for it. */
    private void sendNext(EventId event) {
        List<Waiting> batch = new ArrayList<>();
        AtomicLong wait = new AtomicLong();
        lines.computeIfPresent(event, (id, line) -> {
            line.delay(config.batchesOnTheWay(), config.batchInterval().toNanos())
                    .ifPresent(nanos -> {
                        if (nanos == 0) {
                            batch.addAll(line.next(config.maxBatch()));
                        } else {
                            line.timed = true;
                            wait.set(nanos);
                        }
                    });
            return line;
        });
        if (wait.get() > 0) {
            vertx.setTimer(Math.max(1, Duration.ofNanos(wait.get()).toMillis()), id -> sendTimed(event));
        } else if (!batch.isEmpty()) {
            send(event, batch);
        }
    }

    private void sendTimed(EventId event) {
        lines.computeIfPresent(event, (id, line) -> {
            line.timed = false;
            return line;
        });
        sendNext(event);
    }

    private void send(EventId event, List<Waiting> batch) {
        AtomicBoolean over = new AtomicBoolean();
        long late = vertx.setTimer(Math.max(1, config.batchPatience().toMillis()), id -> makeRoom(event, over));
        List<Placing> placings = batch.stream().map(Waiting::placing).toList();
        repository
                .reserveBatch(batch.getFirst().event(), placings, config.hold())
                .onTermination()
                .invoke(() -> {
                    vertx.cancelTimer(late);
                    makeRoom(event, over);
                })
                .subscribe()
                .with(answers -> answer(batch, answers), failure -> fail(batch, failure));
    }

    /** Lets the next batch go, once for each that was sent. */
    private void makeRoom(EventId event, AtomicBoolean over) {
        if (over.compareAndSet(false, true)) {
            lines.computeIfPresent(event, (id, line) -> {
                line.onTheWay--;
                return line.isIdle() ? null : line;
            });
            sendNext(event);
        }
    }

    private static void answer(List<Waiting> batch, List<Optional<ReserveAnswer>> answers) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).emitter().complete(answers.get(i));
        }
    }

    private static void fail(List<Waiting> batch, Throwable failure) {
        boolean undone = isUndone(failure);
        for (Waiting one : batch) {
            if (undone) {
                one.emitter().complete(Optional.empty());
            } else {
                one.emitter().fail(failure);
            }
        }
    }

    private static boolean isUndone(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && (TIMED_OUT.equals(refused.getSqlState())
                        || !IN_TROUBLE.contains(refused.getSqlState().substring(0, 2)));
    }
}
