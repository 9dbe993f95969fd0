package gg.tiketi.seat.simulation;

import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * The copy of one event's seat states in Redis: what the scripts in {@code lua/claim} do to it, one method each. Times are
 * those of the Redis server in ms.
 */
public final class Copy {

    private final Sabotage sabotage;
    private Consumer<LogMessage> log = message -> {};
    private CopyEntry[] entries;
    private long[] deadlines;
    private BitSet owners = new BitSet();
    private long epoch;
    private long version;
    private long loading;
    private long markEnds;

    /** An empty Redis. */
    public Copy(int seats, Sabotage sabotage) {
        this.sabotage = sabotage;
        this.entries = new CopyEntry[seats];
        this.deadlines = new long[seats];
        flush();
    }

    void publishTo(Consumer<LogMessage> reader) {
        this.log = reader;
    }

    /** Forgets everything. */
    public void flush() {
        java.util.Arrays.fill(entries, CopyEntry.UNTOUCHED);
        java.util.Arrays.fill(deadlines, 0);
        owners.clear();
        epoch = 0;
        version = 0;
        loading = 0;
        markEnds = 0;
    }

    /** Becomes what another copy is, as a replica does that follows. */
    void become(Copy other) {
        entries = other.entries.clone();
        deadlines = other.deadlines.clone();
        owners = (BitSet) other.owners.clone();
        epoch = other.epoch;
        version = other.version;
        loading = other.loading;
        markEnds = other.markEnds;
    }

    /** Marks the first candidate that is wholly free for the owner; {@code seen} is the latest position the caller knows. */
    public Claim claim(int owner, int[] candidates, long now, long provisionalTtl, Position seen) {
        if (!isOpen(now) || position().compareTo(seen) < 0) {
            return new Claim.NotLoaded();
        }
        if (owners.get(owner)) {
            return new Claim.Known();
        }
        int inTheWay = 0;
        for (int i = 0; i < candidates.length; i++) {
            int taken = 0;
            for (int left = candidates[i]; left != 0; left &= left - 1) {
                CopyEntry entry = entries[Integer.numberOfTrailingZeros(left)];
                boolean lapsed = entry.state() == 1 && entry.freeAt() != 0 && entry.freeAt() <= now;
                if (entry.state() != 0 && !lapsed) {
                    if (entry.owner() == owner) {
                        return new Claim.Known();
                    }
                    taken |= Integer.lowestOneBit(left);
                }
            }
            if (taken == 0) {
                mark(owner, candidates[i], now + provisionalTtl);
                return new Claim.Claimed(position(), i);
            }
            inTheWay |= taken;
        }
        return new Claim.Taken(position(), inTheWay);
    }

    private void mark(int owner, int seats, long deadline) {
        for (int left = seats; left != 0; left &= left - 1) {
            int seat = Integer.numberOfTrailingZeros(left);
            entries[seat] = new CopyEntry(1, owner, deadline, entries[seat].revision(), true);
            deadlines[seat] = deadline;
        }
        publish(seats);
    }

    /** Whether the owner's request is known to have been answered. */
    public boolean knows(int owner) {
        return owners.get(owner);
    }

    /** Takes the owner's provisional marks away; returns the seats freed. */
    public int release(int owner, int seats, long now) {
        expireMark(now);
        if (epoch == 0) {
            return 0;
        }
        int freed = 0;
        for (int left = seats; left != 0; left &= left - 1) {
            int seat = Integer.numberOfTrailingZeros(left);
            CopyEntry entry = entries[seat];
            boolean own = entry.provisional() && entry.owner() == owner;
            if (own || (sabotage == Sabotage.RELEASE_WITHOUT_OWNER && entry.state() == 1)) {
                free(seat);
                freed |= 1 << seat;
            }
        }
        publish(freed);
        return freed;
    }

    /** Frees marks whose deadline has passed; returns the seats freed. */
    public int lapse(long now) {
        expireMark(now);
        if (epoch == 0) {
            return 0;
        }
        int freed = 0;
        for (int seat = 0; seat < entries.length; seat++) {
            if (deadlines[seat] != 0 && deadlines[seat] <= now) {
                deadlines[seat] = 0;
                if (entries[seat].provisional() && entries[seat].freeAt() <= now) {
                    free(seat);
                    freed |= 1 << seat;
                }
            }
        }
        publish(freed);
        return freed;
    }

    private void free(int seat) {
        entries[seat] = new CopyEntry(0, 0, 0, entries[seat].revision(), false);
        deadlines[seat] = 0;
    }

    /** Brings committed seats in, each only if it is newer than what is here. */
    public Applied apply(List<SeatFact> facts, long now) {
        expireMark(now);
        if (loading != 0) {
            return Applied.NOT_LOADED;
        }
        if (epoch == 0) {
            return Applied.ABSENT;
        }
        int changed = 0;
        for (SeatFact fact : facts) {
            CopyEntry old = entries[fact.seat()];
            if (fact.revision() > old.revision() || sabotage == Sabotage.APPLY_WITHOUT_REVISION) {
                if (fact.state() == 0 && old.provisional()) {
                    entries[fact.seat()] = new CopyEntry(old.state(), old.owner(), old.freeAt(), fact.revision(), true);
                } else {
                    entries[fact.seat()] = toEntry(fact);
                    deadlines[fact.seat()] = 0;
                    if (fact.state() != old.state()) {
                        changed |= 1 << fact.seat();
                    }
                }
                rememberOwner(fact);
            }
        }
        publish(changed);
        return Applied.APPLIED;
    }

    /** Closes and empties the copy under a new epoch; false when a later rebuild has begun. */
    public boolean beginLoad(long next, long now, long markTtl) {
        expireMark(now);
        if (epoch >= next || loading >= next) {
            return false;
        }
        java.util.Arrays.fill(entries, CopyEntry.UNTOUCHED);
        java.util.Arrays.fill(deadlines, 0);
        owners.clear();
        loading = next;
        markEnds = now + markTtl;
        return true;
    }

    /** Adds seats to a copy that is being rebuilt and opens it with the last; false when another took over. */
    public boolean load(long mine, List<SeatFact> facts, Iterable<Integer> answered, boolean last, long now) {
        expireMark(now);
        if (loading != mine && !(sabotage == Sabotage.LOAD_WITHOUT_EPOCH && (loading != 0 || epoch != 0))) {
            return false;
        }
        for (SeatFact fact : facts) {
            entries[fact.seat()] = toEntry(fact);
            rememberOwner(fact);
        }
        answered.forEach(owners::set);
        if (last) {
            epoch = mine;
            version = 1;
            loading = 0;
            markEnds = 0;
            log.accept(new LogMessage(position(), 0, 0));
        }
        return true;
    }

    /** Whether somebody may claim here. */
    public boolean isOpen(long now) {
        expireMark(now);
        return epoch != 0 && loading == 0;
    }

    /** Epoch and version. */
    public Position position() {
        return new Position(epoch, version);
    }

    /** What is here of a seat. */
    public CopyEntry entry(int seat) {
        return entries[seat];
    }

    long deadline(int seat) {
        return deadlines[seat];
    }

    /** All states, four bits a seat. */
    long states() {
        long states = 0;
        for (int seat = 0; seat < entries.length; seat++) {
            states |= (long) entries[seat].state() << (seat * 4);
        }
        return states;
    }

    /** What applying came to. */
    public enum Applied {
        /** The copy has them. */
        APPLIED,
        /** There is no copy. */
        ABSENT,
        /** It is being made. */
        NOT_LOADED
    }

    private void rememberOwner(SeatFact fact) {
        if (fact.state() != 0 && fact.owner() != 0) {
            owners.set(fact.owner());
        }
    }

    private static CopyEntry toEntry(SeatFact fact) {
        boolean free = fact.state() == 0;
        return new CopyEntry(
                fact.state(),
                free ? 0 : fact.owner(),
                fact.state() == 1 ? fact.freeAt() : 0,
                fact.revision(),
                false);
    }

    /** The rebuilder's mark makes the whole head of the copy end, epoch and all, when the rebuilder is dead. */
    private void expireMark(long now) {
        if (markEnds != 0 && markEnds <= now) {
            epoch = 0;
            version = 0;
            loading = 0;
            markEnds = 0;
        }
    }

    private void publish(int seats) {
        if (seats != 0) {
            version++;
            log.accept(new LogMessage(position(), seats, states()));
        }
    }
}
