package gg.tiketi.seat.live;

import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.waitingroom.QueueUpdates;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection and what it knows. While something is on its way to it nothing more of the seats is sent; what happens
 * meanwhile is one difference later, the latest state per seat, or a snapshot. So a slow reader costs no memory and never
 * holds up the others; one that takes nothing for too long is closed. Used on the connection's event loop only.
 */
class Watcher {

    private final LiveChannel channel;
    private final Outlet outlet;
    private final EventExecutor loop;
    private final LiveConfig config;
    private Position known;
    private @Nullable Viewer viewer;
    private QueueUpdates.Subscription queue = () -> {};
    private boolean renewAsked;
    private boolean closing;
    private long sentAtNanos;
    private long busySinceNanos;
    private boolean isBusy;
    private long pingedAtNanos;
    private boolean pongOwed;
    private float messagesLeft;
    private long heardAtNanos;

    /** Where it stands in its lane's list of the channel's watchers. */
    int index;

    /**
     * A connection that is open.
     *
     * @param known what the client has seen, {@link Position#NONE} for nothing
     * @param nowNanos the time
     */
    Watcher(LiveChannel channel, Outlet outlet, EventExecutor loop, LiveConfig config, Position known, long nowNanos) {
        this.channel = channel;
        this.outlet = outlet;
        this.loop = loop;
        this.config = config;
        this.known = known;
        this.sentAtNanos = nowNanos;
        this.heardAtNanos = nowNanos;
        this.messagesLeft = config.messages();
        // Those who came together are not all pinged together.
        this.pingedAtNanos = nowNanos
                - (System.identityHashCode(this) & 0xFFFFL) * config.ping().toNanos() / 0xFFFFL;
    }

    LiveChannel channel() {
        return channel;
    }

    /** The connection's event loop. */
    EventExecutor loop() {
        return loop;
    }

    Optional<Viewer> viewer() {
        return Optional.ofNullable(viewer);
    }

    /** Takes for granted who it is; null: nobody any more. */
    void viewer(@Nullable Viewer shown) {
        viewer = shown;
        renewAsked = false;
        follow(() -> {});
    }

    /** Gets news of a waiting room from now on, and those of before no more. */
    void follow(QueueUpdates.Subscription news) {
        queue.cancel();
        queue = news;
    }

    /** Forgets what the client knows, so that it is sent everything. */
    void resync() {
        known = Position.NONE;
        bringTo(channel.latest());
    }

    /** Sends what is missing; when something is still on its way, a later tick does. */
    void bringTo(Tick tick) {
        if (closing || known.compareTo(tick.position()) >= 0) {
            return;
        }
        if (mayWrite()) {
            outlet.write(tick.frame(known));
            take(tick.position());
            sentAtNanos = System.nanoTime();
        } else {
            channel.leaveBehind();
        }
    }

    /** From now on the client is taken to know what is true at the position. */
    void take(Position position) {
        known = position;
    }

    /** Whether nothing is on its way. */
    boolean mayWrite() {
        return outlet.pendingBytes() == 0;
    }

    /** Sends a message of its own; a client that lets them pile up is closed. */
    void tell(ByteBuf frame) {
        if (closing) {
            return;
        }
        if (outlet.pendingBytes() > config.outboxBytes()) {
            cut();
        } else {
            outlet.write(frame);
            sentAtNanos = System.nanoTime();
        }
    }

    /** Counts a message of the client; false when it has sent too many. */
    boolean mayAsk(long nowNanos) {
        float regained =
                (float) (nowNanos - heardAtNanos) / config.messageWindow().toNanos() * config.messages();
        messagesLeft = Math.min(config.messages(), messagesLeft + regained);
        heardAtNanos = nowNanos;
        if (messagesLeft < 1) {
            return false;
        }
        messagesLeft--;
        return true;
    }

    /** The client answered a ping; false when it was not asked. */
    boolean ponged() {
        boolean wasAsked = pongOwed;
        pongOwed = false;
        return wasAsked;
    }

    /**
     * Looks after the connection, about once a second: closes it when it takes nothing or is dead, keeps it alive
     * otherwise. Returns why it was closed.
     */
    Optional<CloseCode> look(long nowNanos, ByteBuf ping, ByteBuf heartbeat) {
        if (closing) {
            // What was said last never arrived; there is nobody to wait for.
            if (nowNanos - busySinceNanos > config.slowWatcherTimeout().toNanos()) {
                outlet.cut();
            }
            return Optional.empty();
        }
        if (!mayWrite()) {
            if (!isBusy) {
                isBusy = true;
                busySinceNanos = nowNanos;
            } else if (nowNanos - busySinceNanos > config.slowWatcherTimeout().toNanos()) {
                cut();
                return Optional.of(CloseCode.TOO_SLOW);
            }
            return Optional.empty();
        }
        isBusy = false;
        return keepAlive(nowNanos, ping, heartbeat);
    }

    private Optional<CloseCode> keepAlive(long nowNanos, ByteBuf ping, ByteBuf heartbeat) {
        boolean isSilent = nowNanos - sentAtNanos >= config.heartbeat().toNanos();
        if (nowNanos - pingedAtNanos >= config.ping().toNanos()) {
            if (pongOwed) {
                cut();
                return Optional.of(CloseCode.TOO_SLOW);
            }
            pongOwed = true;
            pingedAtNanos = nowNanos;
            outlet.write(ping);
        }
        if (isSilent) {
            outlet.write(heartbeat);
            sentAtNanos = nowNanos;
        }
        return Optional.empty();
    }

    /** What its token's end asks for at this time. */
    TokenState tokenState(Instant now) {
        if (viewer == null) {
            return TokenState.FINE;
        }
        if (!now.isBefore(viewer.until())) {
            return TokenState.ENDED;
        }
        if (!renewAsked && now.plus(config.renewBefore()).isAfter(viewer.until())) {
            renewAsked = true;
            return TokenState.ENDS_SOON;
        }
        return TokenState.FINE;
    }

    /** How long a watcher's token still serves. */
    enum TokenState {
        FINE,
        ENDS_SOON,
        ENDED
    }

    /** Whether nothing more is to be said, and nothing heard. */
    boolean isClosing() {
        return closing;
    }

    /** Ends the connection with a reason that the client can read; false when it has been ended before. */
    boolean close(CloseCode why) {
        if (closing) {
            return false;
        }
        startClosing();
        outlet.close(why);
        return true;
    }

    /** Ends the connection and tells when to come back. */
    void sendAway(Duration comeBackAfter) {
        if (!closing) {
            startClosing();
            outlet.close(CloseCode.GOING_AWAY, Frames.text(LiveMessage.reconnect(comeBackAfter)));
        }
    }

    private void startClosing() {
        closing = true;
        busySinceNanos = System.nanoTime();
    }

    /** What it does not take it cannot be told the end of. */
    private void cut() {
        closing = true;
        outlet.cut();
    }
}
