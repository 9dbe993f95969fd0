package gg.tiketi.seat.live;

import gg.tiketi.seat.claim.ClaimStore;
import gg.tiketi.seat.claim.SeatLogMessage;
import gg.tiketi.seat.seatmap.EventFeed;
import gg.tiketi.seat.seatmap.EventReplicas;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands.ReactiveRedisSubscriber;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This node's one reader of the seat log and of hints that events changed. It feeds the replicas; when the log falls silent, as it does when Redis goes
 * away or fails over, it subscribes anew and has the replicas loaded again, from PostgreSQL if need be.
 */
@ApplicationScoped
public class SeatLog {

    private static final Logger LOG = Logger.getLogger(SeatLog.class);
    private static final String HEARTBEAT = "heartbeat";
    private static final Duration SUBSCRIBE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER_TIMEOUT = Duration.ofSeconds(3);

    private final ReactivePubSubCommands<String> pubsub;
    private final EventReplicas replicas;
    private final EventFeed feed;
    private final Vertx vertx;
    private final long silenceNanos;
    private final long heartbeatMillis;
    private final AtomicReference<@Nullable ReactiveRedisSubscriber> subscriber = new AtomicReference<>();
    private final AtomicBoolean subscribing = new AtomicBoolean();
    private volatile long heardAtNanos = System.nanoTime();
    private volatile boolean lost = true;
    private volatile long timer = -1;

    SeatLog(ReactiveRedisDataSource redis, EventReplicas replicas, EventFeed feed, Vertx vertx, LiveConfig config) {
        this.pubsub = redis.pubsub(String.class);
        this.replicas = replicas;
        this.feed = feed;
        this.vertx = vertx;
        this.silenceNanos = config.logSilence().toNanos();
        this.heartbeatMillis = Math.max(1, config.logSilence().toMillis() / 3);
    }

    void start(@Observes StartupEvent started) {
        subscribe();
        timer = vertx.setPeriodic(heartbeatMillis, id -> beat());
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    private void beat() {
        pubsub.publish(ClaimStore.LOG_CHANNEL, HEARTBEAT)
                .subscribe()
                .with(nothing -> {}, away -> LOG.debugf("seat log not written reason=%s", away.toString()));
        if (System.nanoTime() - heardAtNanos > silenceNanos) {
            if (!lost) {
                LOG.warn("seat log silent, subscribing anew");
            }
            lost = true;
            subscribe();
            // Meanwhile the replicas come from wherever the states can be read.
            replicas.reloadUsed();
        } else {
            replicas.reloadUnshared();
        }
    }

    private void subscribe() {
        if (!subscribing.compareAndSet(false, true)) {
            return;
        }
        ReactiveRedisSubscriber before = subscriber.getAndSet(null);
        if (before != null) {
            before.unsubscribe().subscribe().with(nothing -> {}, gone -> {});
        }
        pubsub.subscribe(List.of(ClaimStore.LOG_CHANNEL, EventFeed.HINT_CHANNEL), this::heard)
                .ifNoItem()
                .after(SUBSCRIBE_TIMEOUT)
                .fail()
                .subscribe()
                .with(this::subscribed, this::notSubscribed);
    }

    private void subscribed(ReactiveRedisSubscriber reader) {
        subscriber.set(reader);
        subscribing.set(false);
    }

    /** A server that takes connections and does not answer would collect one with each try: so try seldom. */
    private void notSubscribed(Throwable away) {
        LOG.debugf("seat log not subscribed reason=%s", away.toString());
        if (away instanceof TimeoutException) {
            vertx.setTimer(RETRY_AFTER_TIMEOUT.toMillis(), id -> subscribing.set(false));
        } else {
            subscribing.set(false);
        }
    }

    private void heard(String channel, String text) {
        if (EventFeed.HINT_CHANNEL.equals(channel)) {
            feed.lookNow();
            return;
        }
        heardAtNanos = System.nanoTime();
        if (lost) {
            lost = false;
            LOG.info("seat log heard");
            replicas.reloadAll();
        }
        if (!HEARTBEAT.equals(text)) {
            SeatLogMessage.parse(text).ifPresent(message -> replicas.known(message.event())
                    .ifPresent(replica -> replica.apply(message.position(), message.changes())));
        }
    }
}
