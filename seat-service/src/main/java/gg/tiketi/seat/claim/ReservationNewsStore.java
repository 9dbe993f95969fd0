package gg.tiketi.seat.claim;

import gg.tiketi.seat.platform.StateRedis;
import gg.tiketi.seat.seatmap.EventId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Spreads news about reservations to all nodes by a Redis channel. Nothing is kept there. */
@Singleton
public class ReservationNewsStore {

    /** The channel; its messages are read by {@link ReservationNews#parse}. */
    public static final String CHANNEL = "reservation:news";

    private static final Logger LOG = Logger.getLogger(ReservationNewsStore.class);

    private final StateRedis redis;

    ReservationNewsStore(StateRedis redis) {
        this.redis = redis;
    }

    /** Tells news of one event; what cannot be told now is lost, and pages look by themselves at times. */
    void tell(EventId event, List<ReservationNews> news) {
        if (!news.isEmpty()) {
            redis.send(
                            "seat:{" + event + "}:news",
                            Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(ReservationNews.write(news)))
                    .subscribe()
                    .with(told -> {}, away -> LOG.debugf("news not told reason=%s", away.toString()));
        }
    }
}
