package gg.tiketi.seat.reservation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long seats are held and how they come back. */
@ConfigMapping(prefix = "tiketi.reservation")
public interface ReservationConfig {

    /** Time to pay: from reserving until {@code expiresAt}. */
    @WithDefault("PT5M")
    Duration hold();

    /**
     * Most time, drawn at random and kept secret per reservation, after which lapsed seats come back, so that nobody
     * can wait for the very second; 0 switches it off.
     */
    @WithDefault("PT20S")
    Duration maxReturnDelay();

    /** Most seats in one request, whatever the event allows; keeps each Redis script call short. */
    @WithDefault("64")
    int maxSeatsPerRequest();

    /** How often lapsed reservations are ended. */
    @WithDefault("PT1S")
    Duration sweepInterval();

    /** Lapsed reservations ended in one sweep. */
    @WithDefault("500")
    int sweepBatch();

    /** Attempts after a deadlock or an outdated copy of the event's rules. */
    @WithDefault("2")
    int retries();

    /**
     * Least time between two batches of one event from this node, in which the next one gathers: half of it is what a
     * buyer waits longer on average while the event is busy.
     */
    @WithDefault("PT0.005S")
    Duration batchInterval();

    /** Batches of one event on their way to PostgreSQL at once, from this node; more than one, for slow commits. */
    @WithDefault("4")
    int batchesOnTheWay();

    /** Most reservations in one batch: some milliseconds of PostgreSQL's time. */
    @WithDefault("64")
    int maxBatch();

    /** A batch without an answer for this long no longer holds up the next one. */
    @WithDefault("PT0.25S")
    Duration batchPatience();

    /** Requests that wait for a batch of one event at most; more are told to come again. One second's worth. */
    @WithDefault("2000")
    int maxWaiting();

    /** How long a stored answer is kept for a repetition of its request. */
    @WithDefault("PT24H")
    Duration idempotencyRetention();
}
