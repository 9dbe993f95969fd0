package gg.tiketi.gateway.route;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stops asking a service that has given no answer so many times in a row: while it is open, one request in each pause
 * tries whether the service is back. An answer of any status closes it.
 */
final class Breaker {

    private static final long CLOSED = 0;

    private final int most;
    private final long pauseNanos;
    private final AtomicInteger unanswered = new AtomicInteger();
    // When the next request may try; an odd number, so that it is never CLOSED.
    private final AtomicLong tryAt = new AtomicLong(CLOSED);

    /**
     * A closed one.
     *
     * @param most requests without an answer in a row, at least 1, that open it
     * @param pause between tries while it is open
     */
    Breaker(int most, Duration pause) {
        this.most = most;
        this.pauseNanos = pause.toNanos();
    }

    /** Whether a request may be sent at this moment of {@link System#nanoTime}. */
    boolean letsPass(long now) {
        long next = tryAt.get();
        return next == CLOSED || now - next >= 0 && tryAt.compareAndSet(next, after(now));
    }

    /** The service answered; true when it had not for a while. */
    boolean answered() {
        if (unanswered.get() != 0) {
            unanswered.set(0);
        }
        return tryAt.get() != CLOSED && tryAt.getAndSet(CLOSED) != CLOSED;
    }

    /** The service did not answer; true when that was once too often. */
    boolean unanswered(long now) {
        return unanswered.incrementAndGet() >= most && tryAt.getAndSet(after(now)) == CLOSED;
    }

    boolean isOpen() {
        return tryAt.get() != CLOSED;
    }

    private long after(long now) {
        return now + pauseNanos | 1;
    }
}
