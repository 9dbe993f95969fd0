package gg.tiketi.event.change;

import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Says "look now" to the readers of the feed. Only a hint: it may be lost, and then they find the change at their next
 * poll.
 *
 * <p>Channel {@code events:changed}: the change's number as text, published after the commit.
 */
@ApplicationScoped
public class ChangeHintStore {

    private static final Logger LOG = Logger.getLogger(ChangeHintStore.class);
    private static final String CHANNEL = "events:changed";

    private final ReactivePubSubCommands<String> channel;
    private final ChangeConfig config;

    ChangeHintStore(@RedisClientName("state") ReactiveRedisDataSource redis, ChangeConfig config) {
        this.channel = redis.pubsub(String.class);
        this.config = config;
    }

    /** Announces the committed change; never fails. */
    public Uni<Void> announce(long number) {
        return channel.publish(CHANNEL, Long.toString(number))
                .ifNoItem()
                .after(config.hintTimeout())
                .fail()
                .onFailure()
                .invoke(lost -> LOG.debugf("change hint lost number=%d reason=%s", number, lost))
                .onFailure()
                .recoverWithNull();
    }
}
