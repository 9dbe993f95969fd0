package gg.tiketi.seat.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The copy of one event's seat states in Redis: what the scripts in {@code lua/claim} do to it, one method each. Times are
 * those of the Redis server in ms.
 */
public final class Copy {

    private static final long STORED = Long.MAX_VALUE;

    private final Sabotage sabotage;
    private Consumer<LogMessage> log = message -> {};
    private CopyEntry[] entries;
    private long[] deadlines;
    /** By owner: {@link #STORED}, or until when a claim may still become a reservation. */
    private Map<Integer, Long> owners = new HashMap<>();

    private long server;
    private int loadedParts;
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
        server = 0;
        epoch = 0;
        version = 0;
        loading = 0;
        markEnds = 0;
    }

    /** Becomes what another copy is, as a replica does that follows. */
    void become(Copy other) {
        entries = other.entries.clone();
        deadlines = other.deadlines.clone();
        owners = new HashMap<>(other.owners);
        server = other.server;
        loadedParts = other.loadedParts;
        epoch = other.epoch;
        version = other.version;
        loading = other.loading;
        markEnds = other.markEnds;
    }

    /** Whether the copy may be relied on: it is there, open, of this server process, and not behind what was seen of it. */
    public Use use(long now, long askedServer, Position seen) {
        expireMark(now);
        if (loading != 0) {
            return Use.NOT_LOADED;
        }
        boolean foreign = server != askedServer && sabotage != Sabotage.NO_SERVER_CHECK;
        return epoch == 0 || foreign || position().compareTo(seen) < 0 ? Use.ABSENT : Use.OPEN;
    }

    /**
     * Marks for the owner the first candidate that is wholly free, or with {@code pick} any so many seats of the only one.
     *
     * @param candidates sets of seats, one bit each
     */
    public Claim claim(int owner, int[] candidates, int pick, long now, long provisionalTtl) {
        Long known = owners.get(owner);
        if (known != null && known > now) {
            return new Claim.Known();
        }
        int inTheWay = 0;
        for (int candidate : candidates) {
            int free = 0;
            for (int left = candidate; left != 0 && (pick == 0 || Integer.bitCount(free) < pick); left &= left - 1) {
                CopyEntry entry = entries[Integer.numberOfTrailingZeros(left)];
                boolean lapsed = entry.state() == 1 && entry.freeAt() != 0 && entry.freeAt() <= now;
                if (entry.state() == 0 || lapsed) {
                    free |= Integer.lowestOneBit(left);
                } else if (entry.owner() == owner) {
                    return new Claim.Known();
                } else {
                    inTheWay |= Integer.lowestOneBit(left);
                }
            }
            if (free != 0 && (pick == 0 ? free == candidate : Integer.bitCount(free) == pick)) {
                mark(owner, free, now + provisionalTtl);
                return new Claim.Claimed(position(), free);
            }
        }
        return new Claim.Taken(position(), inTheWay);
    }

    private void mark(int owner, int seats, long deadline) {
        owners.put(owner, deadline);
        for (int left = seats; left != 0; left &= left - 1) {
            int seat = Integer.numberOfTrailingZeros(left);
            entries[seat] = new CopyEntry(1, owner, deadline, entries[seat].revision(), true);
            deadlines[seat] = deadline;
        }
        publish(seats);
    }

    /** Whether the owner's request has been answered or is at work, as far as is known here. */
    public boolean knows(int owner) {
        return owners.containsKey(owner);
    }

    /** Takes the owner's provisional marks away; returns the seats freed. */
    public int release(int owner, int seats, long now) {
        expireMark(now);
        if (epoch == 0) {
            return 0;
        }
        forgetClaim(owner);
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
                    forgetClaim(entries[seat].owner());
                    free(seat);
                    freed |= 1 << seat;
                }
            }
        }
        publish(freed);
        return freed;
    }

    /** A stored reservation stays known. */
    private void forgetClaim(int owner) {
        owners.computeIfPresent(owner, (key, until) -> until == STORED ? until : null);
    }

    private void free(int seat) {
        entries[seat] = new CopyEntry(0, 0, 0, entries[seat].revision(), false);
        deadlines[seat] = 0;
    }

    /** Brings committed seats in, each only if it is newer than what is here. */
    public void apply(List<SeatFact> facts) {
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
    }

    /** Puts a committed seat in place of an entry that was found wrong, unless that has changed since. */
    public void repair(CopyEntry found, SeatFact fact) {
        int seat = fact.seat();
        if (entries[seat].equals(found)) {
            entries[seat] = toEntry(fact);
            deadlines[seat] = 0;
            rememberOwner(fact);
            publish(found.state() == fact.state() ? 0 : 1 << seat);
        }
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
        loadedParts = 0;
        markEnds = now + markTtl;
        return true;
    }

    /**
     * Adds seats to a copy that is being rebuilt and opens it with the last; false when another took over, or when this is
     * not the next part: after a failover or an emptied Redis earlier parts may be missing.
     *
     * @param part 1 and up
     */
    public boolean load(
            long mine, int part, List<SeatFact> facts, Iterable<Integer> answered, boolean last, long into, long now) {
        expireMark(now);
        boolean anyEpoch = sabotage == Sabotage.LOAD_WITHOUT_EPOCH && (loading != 0 || epoch != 0);
        boolean next = part == loadedParts + 1 || sabotage == Sabotage.LOAD_WITHOUT_PARTS;
        if ((loading != mine && !anyEpoch) || (loading == mine && !next)) {
            return false;
        }
        loadedParts = part;
        for (SeatFact fact : facts) {
            entries[fact.seat()] = toEntry(fact);
            rememberOwner(fact);
        }
        answered.forEach(owner -> owners.put(owner, STORED));
        if (last) {
            server = into;
            epoch = mine;
            version = 1;
            loading = 0;
            markEnds = 0;
            log.accept(new LogMessage(position(), 0, 0));
        }
        return true;
    }

    /** Lets the time of every mark pass. */
    public void letMarksPass(long now) {
        for (int seat = 0; seat < entries.length; seat++) {
            CopyEntry entry = entries[seat];
            if (entry.provisional()) {
                entries[seat] = new CopyEntry(entry.state(), entry.owner(), now - 1, entry.revision(), true);
                deadlines[seat] = now - 1;
            }
        }
        owners.replaceAll((owner, until) -> until == STORED ? until : now - 1);
    }

    /** Loses a seat's last change, as no step of the protocol does; false when it had none. */
    boolean spoil(int seat) {
        CopyEntry entry = entries[seat];
        if (entry.revision() == 0 || entry.provisional()) {
            return false;
        }
        entries[seat] = new CopyEntry(0, 0, 0, entry.revision() - 1, false);
        publish(entry.state() == 0 ? 0 : 1 << seat);
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

    /** Whether the copy may be relied on. */
    public enum Use {
        /** It may. */
        OPEN,
        /** There is none, or not one to be trusted. */
        ABSENT,
        /** It is being made. */
        NOT_LOADED
    }

    private void rememberOwner(SeatFact fact) {
        if (fact.state() != 0 && fact.owner() != 0) {
            owners.put(fact.owner(), STORED);
        }
    }

    private static CopyEntry toEntry(SeatFact fact) {
        boolean free = fact.state() == 0;
        return new CopyEntry(
                fact.state(), free ? 0 : fact.owner(), fact.state() == 1 ? fact.freeAt() : 0, fact.revision(), false);
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
