package gg.tiketi.seat.live;

import gg.tiketi.seat.seatmap.SeatStates;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection and what it knows. At most one message is on its way at a time; what happens meanwhile is one
 * difference later, so a slow reader costs no memory and never holds up the others.
 */
final class Watcher {

    private static final Logger LOG = Logger.getLogger(Watcher.class);
    private static final CloseReason TOO_SLOW = new CloseReason(4408, "too slow");

    private final WebSocketConnection connection;
    private final AtomicBoolean sending = new AtomicBoolean();
    private volatile @Nullable SeatStates knows;
    private volatile long sentAtNanos = System.nanoTime();

    Watcher(WebSocketConnection connection) {
        this.connection = connection;
    }

    /** Takes for known what the watcher has surely seen before. */
    void resumeFrom(SeatStates seen) {
        if (knows == null) {
            knows = seen;
        }
    }

    /** Forgets what the watcher knows, so that it is sent everything. */
    void resync() {
        knows = null;
    }

    /**
     * Sends what is missing.
     *
     * @param current the latest states
     * @param encode makes the message that leads from what is known (or from nothing) to the latest
     */
    void bringTo(SeatStates current, Function<@Nullable SeatStates, String> encode) {
        SeatStates before = knows;
        if (before != null && before.position().compareTo(current.position()) >= 0) {
            return;
        }
        if (sending.compareAndSet(false, true)) {
            knows = current;
            send(encode.apply(before));
        }
    }

    /** Sends a message unless one is on its way or was sent lately. */
    void keepAlive(long heartbeatNanos, String message) {
        if (System.nanoTime() - sentAtNanos > heartbeatNanos && sending.compareAndSet(false, true)) {
            send(message);
        }
    }

    /** Closes the connection when its last message has been on its way for too long. */
    void closeIfSlow(long timeoutNanos) {
        if (sending.get() && System.nanoTime() - sentAtNanos > timeoutNanos) {
            close(TOO_SLOW);
        }
    }

    void close(CloseReason reason) {
        connection.close(reason).subscribe().with(nothing -> {}, gone -> LOG.debugf("already closed"));
    }

    private void send(String message) {
        sentAtNanos = System.nanoTime();
        connection
                .sendText(message)
                .onTermination()
                .invoke(() -> sending.set(false))
                .subscribe()
                .with(nothing -> {}, gone -> resync());
    }
}
