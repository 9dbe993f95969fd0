package gg.tiketi.seat.live;

import gg.tiketi.seat.seatmap.EventReplica;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatChange;
import gg.tiketi.seat.seatmap.SeatMapService;
import gg.tiketi.seat.seatmap.SeatStates;
import gg.tiketi.seat.seatmap.SeatsNow;
import gg.tiketi.seat.seatmap.SellableEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who watches which event on this node. Each tick compares an event's states with what its watchers know; the message
 * for those who know the same is encoded once. The next tick comes no sooner than twice the time this one took.
 */
@ApplicationScoped
public class LiveHub {

    private static final Logger LOG = Logger.getLogger(LiveHub.class);
    private static final CloseReason GOING_AWAY = new CloseReason(1001, "restarting");

    private final SeatMapService seatMaps;
    private final Vertx vertx;
    private final LiveConfig config;
    private final Map<EventReplica, Channel> channels = new ConcurrentHashMap<>();
    private final AtomicInteger watchers = new AtomicInteger();
    private volatile boolean stopping;

    /** The watchers of one event and its recent states, newest last. */
    private static final class Channel {
        final SellableEvent event;
        final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
        final Deque<SeatStates> history = new ConcurrentLinkedDeque<>();

        Channel(SellableEvent event) {
            this.event = event;
        }
    }

    LiveHub(SeatMapService seatMaps, Vertx vertx, LiveConfig config, MeterRegistry metrics) {
        this.seatMaps = seatMaps;
        this.vertx = vertx;
        this.config = config;
        metrics.gauge("tiketi.live.watchers", watchers);
    }

    void start(@Observes StartupEvent started) {
        schedule(config.tick());
    }

    void stop(@Observes ShutdownDelayInitiatedEvent stop) {
        stopping = true;
        channels.values().forEach(channel -> channel.watchers.forEach(watcher -> watcher.close(GOING_AWAY)));
    }

    /** Begins to send an event's changes to a connection; empty when this node has all the watchers it may have. */
    Optional<Watcher> watch(
            SellableEvent event, EventReplica replica, WebSocketConnection connection, Optional<Position> from) {
        if (stopping || watchers.incrementAndGet() > config.maxWatchers()) {
            watchers.decrementAndGet();
            return Optional.empty();
        }
        Watcher watcher = new Watcher(connection);
        // Adding and removing a channel's last watcher exclude each other here, so that nobody joins a channel that
        // goes.
        Channel channel = channels.compute(replica, (key, existing) -> {
            Channel joined = existing == null ? new Channel(event) : existing;
            joined.watchers.add(watcher);
            return joined;
        });
        from.map(position -> resume(channel, position)).ifPresent(watcher::resumeFrom);
        watcher.bringTo(replica.states(), before -> encode(channel, before, replica.states()));
        return Optional.of(watcher);
    }

    /** Stops sending. */
    void leave(EventReplica replica, Watcher watcher) {
        Channel channel = channels.get(replica);
        if (channel != null && channel.watchers.remove(watcher)) {
            watchers.decrementAndGet();
        }
    }

    private void schedule(Duration wait) {
        vertx.setTimer(Math.max(1, wait.toMillis()), timer -> {
            long begun = System.nanoTime();
            try {
                channels.forEach(this::tick);
            } catch (RuntimeException broken) {
                LOG.error("live tick failed", broken);
            }
            if (!stopping) {
                schedule(nextWait(Duration.ofNanos(System.nanoTime() - begun)));
            }
        });
    }

    private Duration nextWait(Duration took) {
        Duration wanted = took.multipliedBy(2);
        Duration atLeast = wanted.compareTo(config.tick()) > 0 ? wanted : config.tick();
        return atLeast.compareTo(config.maxTick()) > 0 ? config.maxTick() : atLeast;
    }

    private void tick(EventReplica replica, Channel channel) {
        if (channel.watchers.isEmpty()) {
            channels.computeIfPresent(replica, (key, same) -> same.watchers.isEmpty() ? null : same);
            return;
        }
        SeatStates current = replica.states();
        remember(channel, current);
        Map<Position, String> encoded = new HashMap<>();
        String heartbeat = LiveMessage.heartbeat(current.position());
        for (Watcher watcher : channel.watchers) {
            watcher.closeIfSlow(config.slowWatcherTimeout().toNanos());
            watcher.bringTo(
                    current,
                    before -> encoded.computeIfAbsent(
                            before == null ? Position.NONE : before.position(),
                            known -> encode(channel, before, current)));
            watcher.keepAlive(config.heartbeat().toNanos(), heartbeat);
        }
    }

    private String encode(Channel channel, @Nullable SeatStates before, SeatStates current) {
        SeatsNow seats = seatMaps.seatsNow(channel.event, current);
        if (before == null || before.position().epoch() != current.position().epoch()) {
            return LiveMessage.snapshot(seats);
        }
        int seated = channel.event.layout().seated();
        List<SeatChange> changes = current.since(before).stream()
                .filter(change -> change.seat() < seated)
                .toList();
        return LiveMessage.delta(before.position(), seats, changes);
    }

    private void remember(Channel channel, SeatStates current) {
        SeatStates last = channel.history.peekLast();
        if (last == null || last.position().compareTo(current.position()) < 0) {
            channel.history.addLast(current);
            if (channel.history.size() > config.history()) {
                channel.history.pollFirst();
            }
        }
    }

    /** The newest states known here that a watcher at the given position has surely seen. */
    private static @Nullable SeatStates resume(Channel channel, Position from) {
        SeatStates best = null;
        for (SeatStates states : channel.history) {
            if (states.position().epoch() == from.epoch() && states.position().version() <= from.version()) {
                best = states;
            }
        }
        return best;
    }
}
