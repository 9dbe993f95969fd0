package gg.tiketi.seat.live;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatChange;
import gg.tiketi.seat.seatmap.SeatStates;
import gg.tiketi.seat.seatmap.SeatsNow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** One event that somebody watches: its latest tick and what led there. */
final class LiveChannel implements Tick.Encoding {

    private final EventId event;
    private final int seated;
    private final Supplier<SeatStates> source;
    private final Function<SeatStates, SeatsNow> view;
    private final ReentrantLock logLock = new ReentrantLock();
    private final ChangeLog log;
    private final AtomicInteger watchers = new AtomicInteger();
    private final AtomicBoolean someAreBehind = new AtomicBoolean();
    private volatile Tick latest;

    /**
     * Begins with the states as they are.
     *
     * @param seated seats with a number; standing places come after them
     * @param source gives the latest states
     * @param view how the public sees them
     * @param history changes to keep
     */
    LiveChannel(
            EventId event, int seated, Supplier<SeatStates> source, Function<SeatStates, SeatsNow> view, int history) {
        this.event = event;
        this.seated = seated;
        this.source = source;
        this.view = view;
        this.log = new ChangeLog(history);
        this.latest = new Tick(source.get(), Position.NONE, this);
    }

    EventId event() {
        return event;
    }

    /** Watchers here, of all event loops. */
    AtomicInteger watchers() {
        return watchers;
    }

    /** What newcomers are brought to: not newer than the last tick, so that all of them share its snapshot. */
    Tick latest() {
        return latest;
    }

    /** A watcher could not be brought to the latest tick, because something was on its way to it. */
    void leaveBehind() {
        someAreBehind.set(true);
    }

    /** Whether a watcher was left behind since this was asked last. */
    boolean takeBehind() {
        return someAreBehind.getAndSet(false);
    }

    /** Looks for changes; true when there is a new tick. Called by one thread at a time. */
    boolean advance() {
        SeatStates before = latest.states();
        SeatStates now = source.get();
        if (now.position().compareTo(before.position()) <= 0) {
            return false;
        }
        logLock.lock();
        try {
            if (now.position().epoch() == before.position().epoch()) {
                log.add(before.position(), now.position(), seats(now.since(before)));
            } else {
                log.clear();
            }
            latest = new Tick(now, before.position(), this);
        } finally {
            logLock.unlock();
        }
        return true;
    }

    @Override
    public String snapshot(SeatStates states) {
        return LiveMessage.snapshot(view.apply(states));
    }

    @Override
    public Optional<String> delta(long from, SeatStates states) {
        Optional<ChangeLog.Missed> missed;
        logLock.lock();
        try {
            // Another tick may have come meanwhile; its changes would be ahead of these states.
            missed = latest.position().equals(states.position()) ? log.since(from) : Optional.empty();
        } finally {
            logLock.unlock();
        }
        return missed.filter(found -> found.changes().size() <= worthTelling())
                .map(found -> LiveMessage.delta(found.from(), view.apply(states), found.changes()));
    }

    @Override
    public long boundary(long version) {
        logLock.lock();
        try {
            return log.boundary(version);
        } finally {
            logLock.unlock();
        }
    }

    /** A change takes some ten letters, a seat of a snapshot a third of one. */
    private int worthTelling() {
        return 16 + seated / 27;
    }

    /** Standing places have internal numbers that nobody sees. */
    private List<SeatChange> seats(List<SeatChange> changes) {
        return changes.stream().filter(change -> change.seat() < seated).toList();
    }
}
