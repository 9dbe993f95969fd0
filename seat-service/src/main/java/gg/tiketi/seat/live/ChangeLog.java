package gg.tiketi.seat.live;

import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatChange;
import gg.tiketi.seat.seatmap.SeatState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What happened to an event's seats lately, tick by tick: enough to bring somebody who missed some ticks up to date with
 * the latest state of each seat that changed. Entries follow each other without a gap within one epoch; the oldest go
 * when there are too many changes. Used by one thread at a time.
 */
final class ChangeLog {

    private static final int STATE_BITS = 2;

    /** Ticks without many changes are cheap, but each costs a step when somebody resumes. */
    private static final int MAX_ENTRIES = 2_048;

    private final int maxChanges;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private int changes;

    /** One tick: the version before it, the version it led to, and each changed seat with its state. */
    private record Entry(long from, long to, int[] packed) {}

    /**
     * The changes since a version, the latest state per seat.
     *
     * @param from a version of the log, at or before the one asked for; applying them to any between is right
     */
    record Missed(long from, List<SeatChange> changes) {}

    /** Keeps at most so many changes. */
    ChangeLog(int maxChanges) {
        this.maxChanges = maxChanges;
    }

    /** Adds the changes that lead from the end of the log (or from anywhere, when it is empty) to a position. */
    void add(Position from, Position to, List<SeatChange> changed) {
        int[] packed = new int[changed.size()];
        for (int i = 0; i < packed.length; i++) {
            SeatChange change = changed.get(i);
            packed[i] = change.seat() << STATE_BITS | change.state().ordinal();
        }
        entries.addLast(new Entry(from.version(), to.version(), packed));
        changes += packed.length;
        while (changes > maxChanges || entries.size() > MAX_ENTRIES) {
            changes -= entries.removeFirst().packed().length;
        }
    }

    /** Forgets everything: what comes next is of another epoch. */
    void clear() {
        entries.clear();
        changes = 0;
    }

    /** What somebody at the version missed; empty when the log does not reach back that far. */
    Optional<Missed> since(long version) {
        Set<Integer> seen = new HashSet<>();
        List<SeatChange> latest = new ArrayList<>();
        Iterator<Entry> newestFirst = entries.descendingIterator();
        while (newestFirst.hasNext()) {
            Entry entry = newestFirst.next();
            for (int packed : entry.packed()) {
                if (seen.add(packed >> STATE_BITS)) {
                    latest.add(new SeatChange(packed >> STATE_BITS, SeatState.ofCode(packed)));
                }
            }
            if (entry.from() <= version) {
                return Optional.of(new Missed(entry.from(), latest));
            }
        }
        return Optional.empty();
    }

    /** The version of the log that somebody at the given one is treated as: the beginning of a tick. */
    long boundary(long version) {
        Iterator<Entry> newestFirst = entries.descendingIterator();
        while (newestFirst.hasNext()) {
            Entry entry = newestFirst.next();
            if (entry.from() <= version) {
                return entry.from();
            }
        }
        return -1;
    }
}
