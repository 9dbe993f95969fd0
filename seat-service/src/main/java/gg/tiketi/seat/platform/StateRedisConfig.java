package gg.tiketi.seat.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The Redis that holds state: copies that can be rebuilt, but must never be evicted. */
@ConfigMapping(prefix = "tiketi.redis.state")
public interface StateRedisConfig {

    /** How the servers work together. */
    enum Type {
        /** One server, or the address of the current primary. */
        STANDALONE,
        /** A Redis Cluster; replicas are known, but only primaries are asked. */
        CLUSTER
    }

    /** One server or a cluster. */
    @WithDefault("standalone")
    Type type();

    /** {@code redis://host:port}, or {@code rediss://} with TLS; of a cluster some of its nodes, the first standalone. */
    List<String> hosts();

    /** Password of every server. */
    Optional<String> password();

    /** A server that sends nothing for this long while it owes an answer is away: short, because a buyer waits for it. */
    @WithDefault("PT0.3S")
    Duration timeout();

    /** How often a server that is away is asked whether it is back; nobody waits for that. */
    @WithDefault("PT0.5S")
    Duration probeInterval();

    /** A connection without any answer for this long is replaced: its other end may be gone without a word. */
    @WithDefault("PT3S")
    Duration reconnectAfter();

    /** Commands on their way to one server at once; more are refused as if it were away. */
    @WithDefault("8192")
    int pipeline();

    /** How often a cluster is asked which primary has which slots; also done when a primary refers to another. */
    @WithDefault("PT1S")
    Duration topologyInterval();

    /** Longest wait for the first connection while the service starts; without Redis it starts as well. */
    @WithDefault("PT2S")
    Duration startTimeout();
}
