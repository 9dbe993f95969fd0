package gg.tiketi.seat.waitingroom;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * How long it will take, in seconds, as a range: from the admissions of the last minute, not from what was set.
 *
 * @param low if it goes faster than of late
 * @param high if it goes slower
 */
@RegisterForReflection
public record Estimate(long low, long high) {

    /** Until so much time is seen, the setting is all there is to go by. */
    static final int LEAST_SECONDS = 10;

    private static final int MINUTE = 60;

    /** The counted admissions of a minute vary by their square root (a Poisson process); two of them either way. */
    private static final double SPREAD = 2;

    /**
     * Estimates the wait.
     *
     * @param ahead people in front
     * @param admitted admissions seen in the last so many seconds
     * @param seconds how long they were counted, at most 60
     * @param perMinute the rate that is set
     * @return empty when nobody was admitted of late, so that nothing honest can be said
     */
    static Optional<Estimate> of(int ahead, int admitted, int seconds, int perMinute) {
        if (seconds < LEAST_SECONDS) {
            double rate = perMinute / (double) MINUTE;
            return Optional.of(new Estimate((long) (ahead / rate), (long) Math.ceil(2 * (ahead + 1) / rate)));
        }
        if (admitted == 0) {
            return Optional.empty();
        }
        double spread = SPREAD * Math.sqrt(admitted);
        double fast = Math.min(perMinute / (double) MINUTE, (admitted + spread) / seconds);
        double slow = Math.max(admitted - spread, admitted / SPREAD) / seconds;
        return Optional.of(new Estimate((long) (ahead / fast), (long) Math.ceil((ahead + 1) / Math.min(slow, fast))));
    }
}
