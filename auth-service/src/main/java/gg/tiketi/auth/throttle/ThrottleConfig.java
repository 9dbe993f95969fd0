package gg.tiketi.auth.throttle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When failed sign-ins are too many. */
@ConfigMapping(prefix = "tiketi.auth.throttle")
public interface ThrottleConfig {

    /** Failures of one e-mail and address pair within the window after which it must wait. */
    @WithDefault("10")
    int failures();

    /** The window; it begins with the first failure and its end is the end of the wait. */
    @WithDefault("PT15M")
    Duration window();

    /** How long a sign-in waits for Redis before it goes on uncounted. */
    @WithDefault("PT0.3S")
    Duration timeout();
}
