package gg.tiketi.system.engine;

import gg.tiketi.system.history.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Some buyers who never get in each other's way: each reserves two seats of its own, cancels, and begins again. */
final class Pulse implements AutoCloseable {

    private static final int BUYERS = 8;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ExecutorService threads = Threads.pool();
    private final List<Future<?>> buyers = new ArrayList<>();
    private final Ledger ledger;
    private volatile boolean running = true;

    private Pulse(Ledger ledger) {
        this.ledger = ledger;
    }

    /** They begin. */
    static Pulse start(Engine engine, TestEvent event, Ledger ledger) {
        Pulse pulse = new Pulse(ledger);
        for (int i = 0; i < BUYERS; i++) {
            Buyer buyer = engine.buyer(ledger);
            List<String> seats = event.labels().subList(2 * i, 2 * i + 2);
            pulse.buyers.add(pulse.threads.submit(() -> pulse.beat(buyer, event, seats)));
        }
        return pulse;
    }

    private void beat(Buyer buyer, TestEvent event, List<String> seats) {
        while (running) {
            Call call = buyer.insist(Buyer.Request.reserve(event.id(), seats));
            if (call.status() == 201) {
                buyer.insist(Buyer.Request.cancel(Objects.requireNonNull(call.subject())));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Reservations that were acknowledged after this moment. */
    Stream<Call> soldSince(Instant moment) {
        return ledger.calls().stream()
                .filter(call -> call.kind() == Call.Kind.RESERVE && call.status() == 201)
                .filter(call -> Objects.requireNonNull(call.answered()).isAfter(moment));
    }

    /** The longest wait for an answer of those who asked since. */
    Duration longestSince(Instant moment) {
        return ledger.calls().stream()
                .filter(call -> call.sent().isAfter(moment) && call.answered() != null)
                .map(call -> Duration.between(call.sent(), call.answered()))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** Lets everybody finish what they have begun; fails when one of them failed. */
    void finish() throws Exception {
        running = false;
        for (Future<?> buyer : buyers) {
            buyer.get();
        }
    }

    @Override
    public void close() {
        running = false;
        threads.close();
    }
}
