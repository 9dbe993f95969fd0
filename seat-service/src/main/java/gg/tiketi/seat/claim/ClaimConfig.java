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
}
