package gg.tiketi.seat.live;

import gg.tiketi.seat.platform.AccountKey;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.EventReplica;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatMapService;
import gg.tiketi.seat.seatmap.SellableEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Who watches which event on this node. Each tick looks for changes and has every lane write them to its watchers; the
 * next begins no sooner than twice the time that took, so that half of the time stays for everything else.
 */
@ApplicationScoped
public class LiveHub {

    private static final Logger LOG = Logger.getLogger(LiveHub.class);

    /** How often each watcher is looked after; much finer than the times it is about. */
    private static final long LOOK_MILLIS = 1_000;

    private final SeatMapService seatMaps;
    private final Vertx vertx;
    private final LiveConfig config;
    private final LiveCounts counts;
    private final Timer tickTime;
    private final Clock clock = Clock.systemUTC();
    private final Map<EventReplica, LiveChannel> channels = new ConcurrentHashMap<>();
    private final Map<EventExecutor, Lane> lanes = new ConcurrentHashMap<>();
    private final List<BiConsumer<EventId, AccountKey>> arrivals = new CopyOnWriteArrayList<>();
    private final Places places;
    private final QueueNews queue;
    private final ByteBuf ping = Frames.ping();
    private volatile boolean stopping;

    LiveHub(
            SeatMapService seatMaps,
            Vertx vertx,
            LiveConfig config,
            LiveCounts counts,
            QueueNews queue,
            MeterRegistry metrics) {
        this.seatMaps = seatMaps;
        this.vertx = vertx;
        this.config = config;
        this.counts = counts;
        this.queue = queue;
        this.places = new Places(config);
        this.tickTime = metrics.timer("tiketi.live.tick");
        metrics.gauge("tiketi.live.watchers", places.taken());
    }

    void start(@Observes StartupEvent started) {
        schedule(config.tick());
        vertx.setTimer(LOOK_MILLIS, timer -> look());
    }

    /** Sends everybody away, spread over the time for it, and waits until they have gone. */
    void stop(@Observes ShutdownDelayInitiatedEvent stop) {
        stopping = true;
        CountDownLatch sent = new CountDownLatch(lanes.size());
        lanes.values().forEach(lane -> lane.execute(() -> sendAway(lane, sent)));
        try {
            if (!sent.await(config.drain().toMillis() * 2, TimeUnit.MILLISECONDS)) {
                LOG.warnf("watchers left behind count=%d", places.taken().get());
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendAway(Lane lane, CountDownLatch sent) {
        List<Watcher> all = lane.all();
        long steps = Math.min(all.size(), Math.max(1, config.drain().toMillis() / 10));
        AtomicInteger left = new AtomicInteger((int) steps);
        if (steps == 0) {
            sent.countDown();
        }
        for (int step = 0; step < steps; step++) {
            List<Watcher> some = all.subList(
                    (int) (step * (long) all.size() / steps), (int) ((step + 1) * (long) all.size() / steps));
            lane.later(Duration.ofMillis(config.drain().toMillis() * step / steps), () -> {
                some.forEach(watcher -> watcher.sendAway(comeBackAfter()));
                if (left.decrementAndGet() == 0) {
                    sent.countDown();
                }
            });
        }
    }

    private Duration comeBackAfter() {
        return Duration.ofMillis(
                ThreadLocalRandom.current().nextLong(config.reconnectSpread().toMillis() + 1));
    }

    Places places() {
        return places;
    }

    boolean isStopping() {
        return stopping;
    }

    /**
     * Begins to send an event's changes to a connection; empty when this node has all the watchers of the event that it
     * may have. To be called on the connection's event loop.
     *
     * @param from what the client has seen
     */
    Optional<Watcher> watch(
            SellableEvent event, EventReplica replica, Outlet outlet, EventExecutor loop, Optional<Position> from) {
        // Adding and removing a channel's last watcher exclude each other here, so that nobody joins a channel that
        // goes.
        LiveChannel channel = channels.compute(replica, (key, existing) -> {
            LiveChannel joined = existing == null ? channel(event, replica) : existing;
            joined.watchers().incrementAndGet();
            return joined;
        });
        if (channel.watchers().get() > config.maxWatchersPerEvent()) {
            channel.watchers().decrementAndGet();
            return Optional.empty();
        }
        Position known = from.filter(position ->
                        position.epoch() == channel.latest().position().epoch())
                .orElse(Position.NONE);
        Watcher watcher = new Watcher(channel, outlet, loop, config, known, System.nanoTime());
        lane(loop).add(watcher);
        watcher.bringTo(channel.latest());
        return Optional.of(watcher);
    }

    private LiveChannel channel(SellableEvent event, EventReplica replica) {
        return new LiveChannel(
                event.id(),
                event.layout().seated(),
                replica::states,
                states -> seatMaps.seatsNow(event, states),
                config.history());
    }

    /** Stops sending; to be called on the connection's event loop. */
    void leave(Watcher watcher) {
        signOut(watcher);
        lane(watcher.loop()).remove(watcher);
        watcher.channel().watchers().decrementAndGet();
    }

    /** Sends the watcher its account's own news as well; false when the account has all the places it may have. */
    boolean signIn(Watcher watcher, Viewer viewer) {
        boolean isSame = watcher.viewer()
                .filter(known -> known.account().equals(viewer.account()))
                .isPresent();
        if (!isSame) {
            if (!places.take(viewer.account())) {
                return false;
            }
            signOut(watcher);
        }
        lane(watcher.loop()).addViewer(watcher, viewer);
        watcher.tell(Frames.text(LiveMessage.signedIn(viewer.until())));
        watcher.follow(queue.follow(watcher, viewer.accountId()));
        EventId event = watcher.channel().event();
        arrivals.forEach(told -> told.accept(event, viewer.account()));
        return true;
    }

    /** The connection has just shown that it lives, and so has its viewer. */
    void heard(Watcher watcher) {
        watcher.viewer().ifPresent(viewer -> queue.heard(watcher.channel().event(), viewer.accountId()));
    }

    private void signOut(Watcher watcher) {
        watcher.viewer().ifPresent(viewer -> places.free(viewer.account()));
        lane(watcher.loop()).forgetViewer(watcher);
    }

    void whenSignedIn(BiConsumer<EventId, AccountKey> arrived) {
        arrivals.add(arrived);
    }

    /** Sends a frame to the account's connections that watch the event. */
    void tell(EventId event, AccountKey account, ByteBuf frame) {
        lanes.values().forEach(lane -> lane.execute(() -> lane.tell(event, account, frame)));
    }

    private Lane lane(EventExecutor loop) {
        return lanes.computeIfAbsent(loop, Lane::new);
    }

    private void schedule(Duration wait) {
        vertx.setTimer(Math.max(1, wait.toMillis()), timer -> tick());
    }

    private void tick() {
        long begun = System.nanoTime();
        List<LiveChannel> changed = List.of();
        try {
            channels.keySet().forEach(this::forgetUnwatched);
            changed = channels.values().stream()
                    .filter(channel -> channel.advance() | channel.takeBehind())
                    .toList();
        } catch (RuntimeException broken) {
            LOG.error("live tick failed", broken);
        }
        everywhere(changed, watcher -> watcher.bringTo(watcher.channel().latest()), () -> {
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            tickTime.record(took);
            schedule(nextWait(took));
        });
    }

    private void forgetUnwatched(EventReplica replica) {
        channels.computeIfPresent(replica, (key, channel) -> channel.watchers().get() == 0 ? null : channel);
    }

    /** From the end of a tick to the beginning of the next. */
    private Duration nextWait(Duration took) {
        Duration period = max(config.tick(), min(took.multipliedBy(2), config.maxTick()));
        return max(Duration.ZERO, period.minus(took));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Does something with all watchers of the channels, on their own event loops, then the last thing once. */
    private void everywhere(Collection<LiveChannel> which, Consumer<Watcher> act, Runnable done) {
        List<Lane> all = which.isEmpty() ? List.of() : List.copyOf(lanes.values());
        if (all.isEmpty()) {
            done.run();
            return;
        }
        AtomicInteger left = new AtomicInteger(all.size());
        all.forEach(lane -> lane.each(which, act, () -> {
            if (left.decrementAndGet() == 0) {
                done.run();
            }
        }));
    }

    private void look() {
        long now = System.nanoTime();
        Instant time = clock.instant();
        Map<LiveChannel, ByteBuf> heartbeats = new ConcurrentHashMap<>();
        Consumer<Watcher> lookAfter = watcher -> {
            ByteBuf heartbeat = heartbeats.computeIfAbsent(
                    watcher.channel(),
                    channel ->
                            Frames.text(LiveMessage.heartbeat(channel.latest().position())));
            watcher.look(now, ping, heartbeat).ifPresent(counts::closed);
            lookAtToken(watcher, time);
        };
        everywhere(List.copyOf(channels.values()), lookAfter, () -> vertx.setTimer(LOOK_MILLIS, timer -> look()));
    }

    private void lookAtToken(Watcher watcher, Instant now) {
        switch (watcher.tokenState(now)) {
            case FINE -> {}
            case ENDS_SOON ->
                watcher.viewer().ifPresent(viewer -> watcher.tell(Frames.text(LiveMessage.renew(viewer.until()))));
            case ENDED -> {
                signOut(watcher);
                watcher.tell(Frames.text(LiveMessage.signedOut()));
            }
        }
    }
}
