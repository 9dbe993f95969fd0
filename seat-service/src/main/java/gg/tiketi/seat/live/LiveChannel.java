package gg.tiketi.seat.live;

import gg.tiketi.seat.seatmap.EventReplica;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatChange;
import gg.tiketi.seat.seatmap.SeatMapService;
import gg.tiketi.seat.seatmap.SeatStates;
import gg.tiketi.seat.seatmap.SellableEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** One event that somebody watches: its latest tick and what led there. */
final class LiveChannel implements Tick.Encoding {

    private final SellableEvent event;
    private final EventReplica replica;
    private final SeatMapService seatMaps;
    private final ReentrantLock logLock = new ReentrantLock();
    private final ChangeLog log;
    private final AtomicInteger watchers = new AtomicInteger();
    private volatile Tick latest;

    LiveChannel(SellableEvent event, EventReplica replica, SeatMapService seatMaps, int history) {
        this.event = event;
        this.replica = replica;
        this.seatMaps = seatMaps;
        this.log = new ChangeLog(history);
        this.latest = new Tick(replica.states(), Position.NONE, this);
    }

    SellableEvent event() {
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

    /** Looks for changes; true when there is a new tick. Called by one thread at a time. */
    boolean advance() {
        SeatStates before = latest.states();
        SeatStates now = replica.states();
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
        return LiveMessage.snapshot(seatMaps.seatsNow(event, states));
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
                .map(found -> LiveMessage.delta(found.from(), seatMaps.seatsNow(event, states), found.changes()));
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
        return 16 + event.layout().seated() / 27;
    }

    /** Standing places have internal numbers that nobody sees. */
    private List<SeatChange> seats(List<SeatChange> changes) {
        int seated = event.layout().seated();
        return changes.stream().filter(change -> change.seat() < seated).toList();
    }
}
