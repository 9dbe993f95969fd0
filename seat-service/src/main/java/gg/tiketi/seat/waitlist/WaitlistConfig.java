package gg.tiketi.seat.waitlist;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the waitlist. */
@ConfigMapping(prefix = "tiketi.waitlist")
public interface WaitlistConfig {

    /** How long an offer lasts where the event says nothing else: time enough to notice a message. */
    @WithDefault("PT10M")
    Duration offer();

    /** How often this node offers what has come back: seats are kept for the waitlist about as long. */
    @WithDefault("1s")
    String tickInterval();

    /** Most offers that one node makes for one tier in one tick; each is a transaction of some milliseconds. */
    @WithDefault("200")
    int offersPerTick();

    /** Entries that an account may have at a time over all events, so that nobody waits for everything. */
    @WithDefault("20")
    int maxEntriesPerAccount();

    /** Entries that may wait for an event at a time: an offer looks at those in front of it. */
    @WithDefault("20000")
    int maxEntriesPerEvent();

    /** How often the entries are counted for the metrics. */
    @WithDefault("15s")
    String countInterval();
}
