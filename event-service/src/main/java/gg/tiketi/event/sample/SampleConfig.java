package gg.tiketi.event.sample;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Whether the service fills itself with something to try. */
@ConfigMapping(prefix = "tiketi.event")
public interface SampleConfig {

    /** Whether venues, plans and events are made at start. Never for a real shop. */
    @WithDefault("false")
    boolean sampleData();

    /** Longest time for making them (first start: seconds); the service does not start when it takes longer. */
    @WithDefault("PT60S")
    Duration sampleTimeout();
}
