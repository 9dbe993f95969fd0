package gg.tiketi.event.change;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a change is announced. */
@ConfigMapping(prefix = "tiketi.event.change")
public interface ChangeConfig {

    /** Longest wait for Redis to take the hint; readers poll every second anyway, so waiting longer gains nothing. */
    @WithDefault("PT0.3S")
    Duration hintTimeout();
}
