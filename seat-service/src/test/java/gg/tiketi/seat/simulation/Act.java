package gg.tiketi.seat.simulation;

import org.jspecify.annotations.Nullable;

/**
 * One function of the migrations as a transaction: what it reads before it waits for row locks, which seats it locks, what
 * it decides under them, what it writes. Between any two of these others may commit or everything may stop.
 */
public abstract class Act {

    /** No transaction-level lock. */
    static final int NO_LOCK = 0;

    /** When the decision was made; everything written carries this time. */
    protected long decidedAt;

    /** The lock taken before anything is read. */
    int firstLock() {
        return NO_LOCK;
    }

    /** A second such lock, taken after the first. */
    int secondLock() {
        return NO_LOCK;
    }

    /** Reads under the first lock; an answer here ends the transaction without a write. */
    public @Nullable Answer begin(Books books, long now) {
        return null;
    }

    /**
     * The seats whose rows it locks, as the statement sees them that waits for the locks.
     *
     * @param busy seats that others have locked
     */
    public abstract int seatsToLock(Books books, long now, int busy);

    /** Decides with all locks held. */
    public abstract Answer decide(Books books, long now);

    /** Writes what was decided; called once, at commit. */
    public void write(Books books) {}

    static int accountLock(int account) {
        return 1 + account;
    }

    static int keyLock(int account, int key) {
        return 1_000 + account * 1_000_000 + key;
    }
}
