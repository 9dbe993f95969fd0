package gg.tiketi.seat.seatmap;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where events come from. */
@ConfigMapping(prefix = "tiketi.event")
public interface EventFeedConfig {

    /** event-service's base address. */
    @WithDefault("http://localhost:3003")
    URI url();

    /** How often the feed is asked; a stopped sale is refused at most this much later. */
    @WithDefault("PT1S")
    Duration pollInterval();

    /** Changes taken in one call. */
    @WithDefault("100")
    int pageSize();

    /** Longest wait for one answer of event-service. */
    @WithDefault("PT5S")
    Duration timeout();
}
