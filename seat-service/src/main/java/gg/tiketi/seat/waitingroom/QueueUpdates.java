package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * News for one person in one room, pushed: for whoever holds a connection to that person. Each node tells what it knows,
 * at most {@code refresh-interval} after it was committed anywhere. Polling is not needed beside it, but for the
 * heartbeat: call {@link #heard} at least as often as {@link WaitingStatus#pollAfterSeconds} says.
 */
public interface QueueUpdates {

    /** Ends a subscription; repeating it does nothing. */
    @FunctionalInterface
    interface Subscription {
        /** No more news; what is on its way may still come. */
        void cancel();
    }

    /**
     * Tells the state now and then each time it changes: admitted, ended, drawn, or moved forward (at most once a refresh).
     * The listener is called on the refreshing thread and must neither block nor throw.
     */
    Subscription subscribe(EventId event, UUID account, Consumer<WaitingStatus> listener);

    /** The person is still there. */
    void heard(EventId event, UUID account);
}
