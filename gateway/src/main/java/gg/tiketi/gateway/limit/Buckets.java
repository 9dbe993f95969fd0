package gg.tiketi.gateway.limit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much each caller has used, as the moment when all of it will have been paid back: the generic cell rate algorithm
 * (ITU-T I.371), one number a caller. Whoever was not seen for a whole burst owes nothing, so two generations of that
 * length forget nobody who does, unless there are more callers than may be counted.
 */
final class Buckets {

    private final long cellNanos;
    private final long burstNanos;
    private final int most;
    private volatile Generations generations;

    private record Generation(Map<String, AtomicLong> usedUntil, long begun) {}

    private record Generations(Generation young, Generation old) {}

    /**
     * What became of a request.
     *
     * @param passes whether it may go on
     * @param left how many more may come at once
     * @param waitNanos until the next may come, 0 when it may at once
     * @param fullNanos until the whole burst may come again
     */
    record Use(boolean passes, int left, long waitNanos, long fullNanos) {}

    /**
     * Empty buckets.
     *
     * @param perSecond requests per second in the mean, above 0
     * @param burst requests at once, at least 1
     * @param most callers in a generation
     */
    Buckets(double perSecond, int burst, int most, long now) {
        this.cellNanos = (long) (1e9 / perSecond);
        this.burstNanos = cellNanos * burst;
        this.most = most;
        Generation first = new Generation(new ConcurrentHashMap<>(), now);
        this.generations = new Generations(first, first);
    }

    /** Counts one request of the caller at this moment of {@link System#nanoTime}. */
    Use use(String caller, long now) {
        AtomicLong usedUntil = bucket(caller, now);
        while (true) {
            long known = usedUntil.get();
            long from = Math.max(known, now);
            long next = from + cellNanos;
            if (next - now > burstNanos) {
                return new Use(false, 0, next - now - burstNanos, from - now);
            }
            if (usedUntil.compareAndSet(known, next)) {
                int left = (int) ((burstNanos - (next - now)) / cellNanos);
                return new Use(true, left, left > 0 ? 0 : next + cellNanos - now - burstNanos, next - now);
            }
        }
    }

    private AtomicLong bucket(String caller, long now) {
        Generations current = generations;
        if (now - current.young().begun() > burstNanos
                || current.young().usedUntil().size() >= most) {
            current = turn(current, now);
        }
        AtomicLong known = current.young().usedUntil().get(caller);
        if (known != null) {
            return known;
        }
        AtomicLong older = current.old().usedUntil().get(caller);
        AtomicLong first = older == null ? new AtomicLong(now) : older;
        AtomicLong other = current.young().usedUntil().putIfAbsent(caller, first);
        return other == null ? first : other;
    }

    private synchronized Generations turn(Generations seen, long now) {
        if (generations == seen) {
            generations = new Generations(new Generation(new ConcurrentHashMap<>(), now), seen.young());
        }
        return generations;
    }
}
