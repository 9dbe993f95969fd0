package gg.tiketi.auth.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long entries are kept. */
@ConfigMapping(prefix = "tiketi.auth.audit")
public interface AuditConfig {

    /** Age at which an entry is forgotten: long enough to look into last year's trouble. The database refuses under 90 days. */
    @WithDefault("P365D")
    Duration keep();

    /** How often older ones are deleted. */
    @WithDefault("1h")
    String sweepEvery();

    /** Entries deleted by one sweep, so that a sweep never holds many rows. */
    @WithDefault("5000")
    int sweepBatch();
}
