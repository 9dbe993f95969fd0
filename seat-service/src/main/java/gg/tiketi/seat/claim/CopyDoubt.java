package gg.tiketi.seat.claim;

import gg.tiketi.seat.seatmap.EventId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Events whose copy in Redis may not know what this node has committed: it was away a moment ago, or has not taken the
 * outbox since. A refusal by such a copy may be about the asker's own reservation, so PostgreSQL is asked whether it is.
 */
@ApplicationScoped
class CopyDoubt {

    private final ClaimConfig config;
    private final Map<EventId, Long> since = new ConcurrentHashMap<>();

    CopyDoubt(ClaimConfig config) {
        this.config = config;
    }

    /** From now on, for as long as a provisional mark lives. */
    void raise(EventId event) {
        since.put(event, System.nanoTime());
    }

    boolean isRaised(EventId event) {
        Long at = since.get(event);
        if (at == null) {
            return false;
        }
        if (System.nanoTime() - at < config.provisionalTtl().toNanos()) {
            return true;
        }
        since.remove(event, at);
        return false;
    }
}
