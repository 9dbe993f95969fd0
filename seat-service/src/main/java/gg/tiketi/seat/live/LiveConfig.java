package gg.tiketi.seat.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How seat changes reach those who watch, and how many may. */
@ConfigMapping(prefix = "tiketi.live")
public interface LiveConfig {

    /** Changes are gathered for this long before they are sent; stretches under load up to {@link #maxTick}. */
    @WithDefault("PT0.1S")
    Duration tick();

    /** The longest gathering time. */
    @WithDefault("PT1S")
    Duration maxTick();

    /** Something readable is sent at least this often, so that a page notices a dead connection. */
    @WithDefault("PT15S")
    Duration heartbeat();

    /** Each client is pinged this often, and closed when it has not answered by the next but one. */
    @WithDefault("PT30S")
    Duration ping();

    /** A watcher that has not taken what was sent to it in this time is closed. */
    @WithDefault("PT10S")
    Duration slowWatcherTimeout();

    /** Bytes that may wait for one watcher in this process; more, and it is closed. A snapshot of 50,000 seats has 17 kB. */
    @WithDefault("131072")
    int outboxBytes();

    /** The kernel's send buffer of a watcher in bytes (Linux doubles it): how much stale news a slow reader may pile up. */
    @WithDefault("32768")
    int sendBufferBytes();

    /** Watchers per node, 20 kB each is the bar; more are refused with 503 before the upgrade. */
    @WithDefault("12000")
    int maxWatchers();

    /** Watchers of one event per node, so that one event cannot take all of the node's. */
    @WithDefault("12000")
    int maxWatchersPerEvent();

    /** Watchers from one address per node; carriers put thousands of phones behind one. */
    @WithDefault("1000")
    int maxWatchersPerAddress();

    /** Signed-in watchers of one account per node: some tabs on some devices. */
    @WithDefault("10")
    int maxWatchersPerAccount();

    /** What a client is told to wait after a refusal. */
    @WithDefault("PT5S")
    Duration retryAfter();

    /** Messages of a client at once, and again in each {@link #messageWindow}; more close the connection. */
    @WithDefault("20")
    int messages();

    /** How long it takes until a client may send {@link #messages} again. */
    @WithDefault("PT1M")
    Duration messageWindow();

    /** Seat changes kept per event to resume from, 4 bytes each; who missed more gets a snapshot. */
    @WithDefault("16384")
    int history();

    /** A seat log silent for this long is taken as lost; every node writes a heartbeat to it each third of this. */
    @WithDefault("PT1.5S")
    Duration logSilence();

    /** A client is asked for its next token this long before the one it gave expires. */
    @WithDefault("PT1M")
    Duration renewBefore();

    /** A stopping node sends its watchers away over this time, not all at once. */
    @WithDefault("PT2S")
    Duration drain();

    /** They are told to come back at a random moment within this time. */
    @WithDefault("PT5S")
    Duration reconnectSpread();
}
