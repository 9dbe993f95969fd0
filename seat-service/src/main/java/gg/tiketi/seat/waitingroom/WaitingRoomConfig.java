package gg.tiketi.seat.waitingroom;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings of waiting rooms; what differs between events is in {@link RoomSettings}. */
@ConfigMapping(prefix = "tiketi.waiting-room")
public interface WaitingRoomConfig {

    /** What tokens, receipts and challenges are signed with: at least 32 characters, the same on all nodes. */
    String secret();

    /** How often this node looks after every active room; rates are per minute, so a tick's quota is a sixtieth. */
    @WithDefault("1s")
    String tickInterval();

    /** How often a node reads what the others changed: the admitted know within two seconds, this and a tick included. */
    @WithDefault("PT0.4S")
    Duration refreshInterval();

    /** How often a node writes whom it heard of: silence is noticed later by this, and a question costs less. */
    @WithDefault("5s")
    String heartbeatInterval();

    /** Most joins in one transaction. */
    @WithDefault("200")
    int maxBatch();

    /** Joins that may wait for a batch of an event on this node; more are told to come back. */
    @WithDefault("20000")
    int maxWaiting();

    /** Shortest time between two questions of somebody near the front. */
    @WithDefault("PT5S")
    Duration minPoll();

    /** Longest time between two questions: places far back are given up within five minutes. */
    @WithDefault("PT60S")
    Duration maxPoll();

    /** Leading zero bits of a proof of work: each doubles the work; 13 take a phone about a tenth of a second. */
    @WithDefault("13")
    int proofBits();

    /** What those wait instead who cannot do a proof of work. */
    @WithDefault("PT20S")
    Duration patientWait();

    /** How long a challenge may be answered. */
    @WithDefault("PT10M")
    Duration challengeLife();

    /** Where a beacon of kind HTTP is read: the answer's text, at most 1,000 characters, is the value. */
    Optional<URI> beaconUrl();

    /** The beacon's value must be newer than the root: it is read this long after the root was published. */
    @WithDefault("PT30S")
    Duration beaconDelay();

    /** Longest wait for the beacon's answer. */
    @WithDefault("PT5S")
    Duration beaconTimeout();

    /** Places are forgotten this long after their event has ended. */
    @WithDefault("P30D")
    Duration retention();

    /** How often old places are looked for. */
    @WithDefault("1h")
    String retentionInterval();

    /** Most places forgotten in one transaction. */
    @WithDefault("5000")
    int retentionBatch();
}
