package gg.tiketi.auth.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** When rows past their time are deleted. */
@ConfigMapping(prefix = "tiketi.auth")
interface SweepConfig {

    /** How often; it only tidies. */
    @WithDefault("10m")
    String sweepEvery();

    /** Rows of one kind deleted by one sweep, so that a sweep never holds many. */
    @WithDefault("1000")
    int sweepBatch();
}
