package gg.tiketi.seat.live;

import gg.tiketi.seat.platform.AccountKey;
import gg.tiketi.seat.seatmap.EventId;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The watchers of one event loop. Everything here happens on that loop, a slice at a time, so that requests are answered
 * between the slices.
 */
final class Lane {

    private static final Logger LOG = Logger.getLogger(Lane.class);

    /** Watchers that are written to in one go: some milliseconds. */
    private static final int SLICE = 128;

    private final EventExecutor loop;
    private final Map<LiveChannel, List<Watcher>> watchers = new HashMap<>();
    private final Map<Viewed, List<Watcher>> viewers = new HashMap<>();

    /** Whose own news of which event. */
    private record Viewed(EventId event, AccountKey account) {}

    Lane(EventExecutor loop) {
        this.loop = loop;
    }

    /** Runs something on this lane's loop. */
    void execute(Runnable work) {
        loop.execute(work);
    }

    /** Runs something on this lane's loop after a while. */
    void later(Duration delay, Runnable work) {
        loop.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** All watchers of this lane, in no order. */
    List<Watcher> all() {
        return watchers.values().stream().flatMap(List::stream).toList();
    }

    void add(Watcher watcher) {
        List<Watcher> list = watchers.computeIfAbsent(watcher.channel(), channel -> new ArrayList<>());
        watcher.index = list.size();
        list.add(watcher);
    }

    void remove(Watcher watcher) {
        forgetViewer(watcher);
        List<Watcher> list = watchers.get(watcher.channel());
        if (list == null || watcher.index >= list.size() || list.get(watcher.index) != watcher) {
            return;
        }
        Watcher last = list.removeLast();
        if (last != watcher) {
            list.set(watcher.index, last);
            last.index = watcher.index;
        }
        if (list.isEmpty()) {
            watchers.remove(watcher.channel());
        }
    }

    /** Sends the watcher its account's own news from now on. */
    void addViewer(Watcher watcher, Viewer viewer) {
        forgetViewer(watcher);
        watcher.viewer(viewer);
        viewers.computeIfAbsent(viewed(watcher, viewer), key -> new ArrayList<>(1))
                .add(watcher);
    }

    /** Sends it no own news any more. */
    void forgetViewer(Watcher watcher) {
        watcher.viewer().ifPresent(viewer -> {
            watcher.viewer(null);
            viewers.computeIfPresent(viewed(watcher, viewer), (key, list) -> {
                list.remove(watcher);
                return list.isEmpty() ? null : list;
            });
        });
    }

    /** Sends a frame to the account's watchers of the event. */
    void tell(EventId event, AccountKey account, ByteBuf frame) {
        // A copy: a watcher that is closed leaves the list.
        List.copyOf(viewers.getOrDefault(new Viewed(event, account), List.of()))
                .forEach(watcher -> watcher.tell(frame));
    }

    /** Does something with each watcher of the channels, in slices, then the last thing. */
    void each(Collection<LiveChannel> channels, Consumer<Watcher> act, Runnable done) {
        loop.execute(new Round(channels.iterator(), act, done));
    }

    /** Backwards, so that one that leaves meanwhile moves none that is still to come. */
    private final class Round implements Runnable {

        private final Iterator<LiveChannel> channels;
        private final Consumer<Watcher> act;
        private final Runnable done;
        private List<Watcher> current = List.of();
        private int next = -1;

        Round(Iterator<LiveChannel> channels, Consumer<Watcher> act, Runnable done) {
            this.channels = channels;
            this.act = act;
            this.done = done;
        }

        @Override
        public void run() {
            for (int i = 0; i < SLICE; i++) {
                while (next < 0) {
                    if (!channels.hasNext()) {
                        done.run();
                        return;
                    }
                    current = watchers.getOrDefault(channels.next(), List.of());
                    next = current.size() - 1;
                }
                // The list may have become shorter between two slices.
                next = Math.min(next, current.size() - 1);
                if (next >= 0) {
                    act(current.get(next));
                    next--;
                }
            }
            loop.execute(this);
        }

        /** What fails for one watcher must not keep the others, or the next tick, waiting. */
        private void act(Watcher watcher) {
            try {
                act.accept(watcher);
            } catch (RuntimeException broken) {
                LOG.errorf(
                        broken,
                        "watcher not served eventId=%s",
                        watcher.channel().event());
            }
        }
    }

    private static Viewed viewed(Watcher watcher, Viewer viewer) {
        return new Viewed(watcher.channel().event(), viewer.account());
    }
}
