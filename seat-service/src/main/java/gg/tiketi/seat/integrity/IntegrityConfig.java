package gg.tiketi.seat.integrity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often the invariants are looked at, and what that may cost. */
@ConfigMapping(prefix = "tiketi.integrity")
public interface IntegrityConfig {

    /** Time between two runs of a node; zero leaves only those that an administrator asks for. */
    @WithDefault("PT5M")
    Duration interval();

    /** How often a node looks whether its next run is due; when another node is at it, it looks again then. */
    @WithDefault("PT10S")
    Duration lookInterval();

    /** Longest time of one check, which reads whole tables; given up then and told as failed. */
    @WithDefault("PT10S")
    Duration checkTimeout();

    /** Violations that are counted at most: one is too many, a million need not be counted. */
    @WithDefault("1000")
    int maxCounted();

    /** Violations of a check that are shown. */
    @WithDefault("10")
    int maxShown();
}
