package gg.tiketi.seat.seatmap;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * This node's replica of one event's seat states. Changes apply only in sequence; after a gap the states are loaded
 * anew, and again if the gap reached beyond what was loaded. Reading never waits; the lock is held by writers only, for
 * the copy of some kilobytes.
 */
public final class EventReplica {

    private final EventId eventId;
    private final Supplier<Uni<LoadedStates>> loader;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicBoolean loading = new AtomicBoolean();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile SeatStates states;
    private volatile boolean shared;
    private volatile Position announced = Position.NONE;
    private volatile long usedAtNanos = System.nanoTime();

    EventReplica(EventId eventId, LoadedStates first, Supplier<Uni<LoadedStates>> loader) {
        this.eventId = eventId;
        this.states = first.states();
        this.shared = first.shared();
        this.loader = loader;
    }

    /** The latest states. */
    public SeatStates states() {
        usedAtNanos = System.nanoTime();
        return states;
    }

    /** The latest states, without counting as use. */
    public SeatStates peek() {
        return states;
    }

    /** The latest position, without counting as use. */
    public Position position() {
        return states.position();
    }

    /** The event. */
    public EventId eventId() {
        return eventId;
    }

    /** Whether the seat log continues these states; otherwise they are to be loaded again. */
    boolean isShared() {
        return shared;
    }

    /** Nanoseconds since somebody last read the states. */
    long idleNanos() {
        return System.nanoTime() - usedAtNanos;
    }

    /** Takes one message of the seat log. */
    public void apply(Position position, List<SeatChange> changes) {
        boolean missed;
        writing.lock();
        try {
            if (shared && isNext(states.position(), position)) {
                states = states.with(position, changes);
            }
            // The log cannot continue states that did not come from the shared copy.
            missed = !shared || states.position().compareTo(position) < 0;
            if (announced.compareTo(position) < 0) {
                announced = position;
            }
        } finally {
            writing.unlock();
        }
        if (missed) {
            load();
        }
    }

    /**
     * Loads the states anew, in the background. When that is under way already it follows, because what is being read may
     * be older than the reason to ask; after a failure it stays wanted ({@link #isWanted}).
     */
    public void reload() {
        wanted.set(true);
        load();
    }

    /** Whether the states are to be loaded as soon as possible. */
    boolean isWanted() {
        return wanted.get();
    }

    private void load() {
        if (loading.compareAndSet(false, true)) {
            wanted.set(false);
            loader.get()
                    .onTermination()
                    .invoke(() -> loading.set(false))
                    .subscribe()
                    .with(this::accept, failure -> wanted.set(true));
        }
    }

    private void accept(LoadedStates loaded) {
        boolean behind;
        writing.lock();
        try {
            if (loaded.states().position().compareTo(states.position()) > 0) {
                states = loaded.states();
                shared = loaded.shared();
            }
            behind = shared && states.position().compareTo(announced) < 0;
        } finally {
            writing.unlock();
        }
        if (behind || wanted.get()) {
            load();
        }
    }

    private static boolean isNext(Position current, Position next) {
        return next.epoch() == current.epoch() && next.version() == current.version() + 1;
    }
}
