package gg.tiketi.seat.claim;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the copy of seat states in Redis is used. */
@ConfigMapping(prefix = "tiketi.claim")
public interface ClaimConfig {

    /** Life of a claim that PostgreSQL has not confirmed: its statement timeout (5 s) and a second more. One that lapses
     * during a repeated statement costs nothing but a refusal in Redis that PostgreSQL would have given. */
    @WithDefault("PT6S")
    Duration provisionalTtl();

    /** How often committed changes are brought into Redis. */
    @WithDefault("PT0.025S")
    Duration applyInterval();

    /** Outbox rows older than this are applied by any node, because the one that wrote them seems gone. */
    @WithDefault("PT1S")
    Duration outboxTakeover();

    /** Outbox rows and rebuilt seats sent to Redis in one script call; keeps each call under some milliseconds. */
    @WithDefault("500")
    int batchSize();

    /** Life of a rebuild's mark; a rebuilder that needs longer is taken for dead. */
    @WithDefault("PT20S")
    Duration loadingTtl();

    /** How long a rebuilt copy knows owners whose reservations have ended: as long as their answers are stored. */
    @WithDefault("PT24H")
    Duration ownerRetention();

    /** How long a reader waits for another node's rebuild; half a million seats are loaded meanwhile. */
    @WithDefault("PT3S")
    Duration rebuildPatience();

    /** How often the copies of events that change are compared with PostgreSQL; a wrong seat lives that long, a missed
     * change twice as long. */
    @WithDefault("PT2S")
    Duration compareInterval();

    /** The copy of an event that rests is compared at most this often. */
    @WithDefault("PT4S")
    Duration compareResting();

    /** Resting events compared in one go, so that a thousand of them cost no more than ten. */
    @WithDefault("10")
    int compareRestingEvents();

    /** Most time that one comparison of all events rests between its slices of 1,024 seats; less than its interval. */
    @WithDefault("PT0.7S")
    Duration comparePauses();

    /** A committed change that the copy still misses this long after it was noticed is not on its way: more than the
     * outbox takeover, less than the time between two comparisons. */
    @WithDefault("PT1.5S")
    Duration missedAfter();
}
