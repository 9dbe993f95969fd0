package gg.tiketi.seat.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How seat changes reach those who watch. */
@ConfigMapping(prefix = "tiketi.live")
public interface LiveConfig {

    /** Changes are gathered for this long before they are sent; stretches under load up to {@link #maxTick}. */
    @WithDefault("PT0.1S")
    Duration tick();

    /** The longest gathering time. */
    @WithDefault("PT1S")
    Duration maxTick();

    /** Something is sent at least this often, so that dead connections are noticed. */
    @WithDefault("PT15S")
    Duration heartbeat();

    /** A watcher that has not taken one message in this time is closed. */
    @WithDefault("PT10S")
    Duration slowWatcherTimeout();

    /** Watchers per node; more are turned away with "try again later". */
    @WithDefault("12000")
    int maxWatchers();

    /** Past states kept per event to resume from, one per tick with changes; 12.5 kB each at 50,000 seats. */
    @WithDefault("64")
    int history();

    /** A seat log silent for this long is taken as lost; every node writes a heartbeat to it each third of this. */
    @WithDefault("PT1.5S")
    Duration logSilence();
}
