package gg.tiketi.seat.live;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.waitingroom.QueueUpdates;
import gg.tiketi.seat.waitingroom.WaitingStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells signed-in watchers where they stand in the waiting room of their event. Far back in a long line every admission
 * moves everybody, so there only what is worth telling is told; a connection that answers pings counts as a heartbeat.
 */
@ApplicationScoped
class QueueNews {

    /** So near to the front each step is told. */
    private static final int NEAR = 200;

    /** Further back, one step in so many of those ahead is. */
    private static final int COARSE = 20;

    private final QueueUpdates updates;

    QueueNews(QueueUpdates updates) {
        this.updates = updates;
    }

    /** Begins to tell; to be called on the connection's event loop. */
    QueueUpdates.Subscription follow(Watcher watcher, UUID accountId) {
        EventId event = watcher.channel().event();
        return updates.subscribe(event, accountId, new WorthTelling(status -> watcher.loop()
                .execute(
                        () -> watcher.tell(Frames.text(LiveMessage.queue(status).encode())))));
    }

    /** The person is still there. */
    void heard(EventId event, UUID accountId) {
        updates.heard(event, accountId);
    }

    /** Lets pass what is news to a person. */
    static final class WorthTelling implements Consumer<WaitingStatus> {

        private final Consumer<WaitingStatus> told;
        private @Nullable WaitingStatus last;

        WorthTelling(Consumer<WaitingStatus> told) {
            this.told = told;
        }

        @Override
        public synchronized void accept(WaitingStatus status) {
            if (isNews(last, status)) {
                last = status;
                told.accept(status);
            }
        }

        private static boolean isNews(@Nullable WaitingStatus before, WaitingStatus now) {
            if (before == null) {
                // Where there is no room, there is nothing to tell.
                return now.state() != WaitingStatus.State.OPEN;
            }
            if (before.state() != now.state() || before.joined() != now.joined()) {
                return true;
            }
            Integer was = before.ahead();
            Integer is = now.ahead();
            if (was == null || is == null) {
                return !Objects.equals(was, is);
            }
            return is <= NEAR ? !was.equals(is) : was - is >= was / COARSE;
        }
    }
}
