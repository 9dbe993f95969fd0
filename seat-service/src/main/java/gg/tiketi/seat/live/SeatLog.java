package gg.tiketi.seat.live;

import gg.tiketi.seat.claim.ClaimStore;
import gg.tiketi.seat.claim.ReservationNews;
import gg.tiketi.seat.claim.ReservationNewsStore;
import gg.tiketi.seat.claim.SeatLogMessage;
import gg.tiketi.seat.platform.RedisListener;
import gg.tiketi.seat.platform.StateRedis;
import gg.tiketi.seat.platform.StateRedisConfig;
import gg.tiketi.seat.seatmap.EventFeed;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.EventReplica;
import gg.tiketi.seat.seatmap.EventReplicas;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * This node's one reader of the seat log, of news about reservations and of hints that events changed. It feeds the
 * replicas. Each server that has
 * copies also carries a heartbeat of this node; when that falls silent, as it does when the server goes away or fails
 * over, the replicas of its events are loaded again, from PostgreSQL if need be. When all are silent the listening
 * connection itself is in doubt and made anew.
 */
@ApplicationScoped
public class SeatLog {

    private static final Logger LOG = Logger.getLogger(SeatLog.class);
    private static final String HEARTBEAT = "heartbeat ";

    private final StateRedis redis;
    private final ClaimStore claims;
    private final EventReplicas replicas;
    private final EventFeed feed;
    private final OwnNews ownNews;
    private final Vertx vertx;
    private final RedisListener listener;
    private final long silenceNanos;
    private final long heartbeatMillis;
    /** When each server's heartbeat was last heard; those that are lost are not here. */
    private final Map<String, Long> heardAtNanos = new ConcurrentHashMap<>();

    private volatile long renewedAtNanos = System.nanoTime();
    private volatile long timer = -1;

    SeatLog(
            StateRedis redis,
            StateRedisConfig redisConfig,
            ClaimStore claims,
            EventReplicas replicas,
            EventFeed feed,
            OwnNews ownNews,
            Vertx vertx,
            LiveConfig config) {
        this.redis = redis;
        this.claims = claims;
        this.replicas = replicas;
        this.feed = feed;
        this.ownNews = ownNews;
        this.vertx = vertx;
        this.listener = new RedisListener(
                redis,
                redisConfig,
                vertx,
                List.of(ClaimStore.LOG_CHANNEL, EventFeed.HINT_CHANNEL, ReservationNewsStore.CHANNEL),
                this::heard);
        this.silenceNanos = config.logSilence().toNanos();
        this.heartbeatMillis = Math.max(1, config.logSilence().toMillis() / 3);
    }

    void start(@Observes StartupEvent started) {
        listener.renew();
        timer = vertx.setPeriodic(heartbeatMillis, id -> beat());
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
        listener.close();
    }

    private void beat() {
        List<String> servers = redis.serverAddresses();
        servers.forEach(this::writeHeartbeat);
        heardAtNanos.forEach((server, at) -> {
            if (System.nanoTime() - at > silenceNanos && heardAtNanos.remove(server, at)) {
                LOG.warnf("seat log silent server=%s", server);
            }
        });
        if (heardAtNanos.isEmpty() && System.nanoTime() - renewedAtNanos > silenceNanos) {
            renewedAtNanos = System.nanoTime();
            listener.renew();
        }
        // Where the log is silent the replicas come from wherever the states can be read.
        replicas.reloadUsed(event -> !isHeard(event));
        replicas.reloadUnshared(this::isHeard);
    }

    private void writeHeartbeat(String server) {
        Request publish =
                Request.cmd(Command.PUBLISH).arg(ClaimStore.LOG_CHANNEL).arg(HEARTBEAT + server);
        redis.sendTo(server, publish)
                .subscribe()
                .with(nothing -> {}, away -> LOG.debugf("seat log not written server=%s", server));
    }

    private boolean isHeard(EventId event) {
        return claims.server(event).map(heardAtNanos::containsKey).orElse(false);
    }

    private void heard(String channel, String text) {
        if (EventFeed.HINT_CHANNEL.equals(channel)) {
            feed.lookNow();
        } else if (ReservationNewsStore.CHANNEL.equals(channel)) {
            ReservationNews.parse(text).forEach(this::pass);
        } else if (text.startsWith(HEARTBEAT)) {
            heardFrom(text.substring(HEARTBEAT.length()));
        } else {
            SeatLogMessage.parse(text)
                    .ifPresent(message -> replicas.known(message.event()).ifPresent(replica -> take(replica, message)));
        }
    }

    private void pass(ReservationNews news) {
        ownNews.tell(news.event(), news.account(), LiveMessage.reservation(news.reservation(), news.status()));
    }

    private void take(EventReplica replica, SeatLogMessage message) {
        claims.seen(message.event(), message.position());
        replica.apply(message.position(), message.changes());
    }

    private void heardFrom(String server) {
        if (!Set.copyOf(redis.serverAddresses()).contains(server)) {
            return;
        }
        if (heardAtNanos.put(server, System.nanoTime()) == null) {
            LOG.infof("seat log heard server=%s", server);
            replicas.reloadAll(
                    event -> claims.server(event).filter(server::equals).isPresent());
        }
    }
}
