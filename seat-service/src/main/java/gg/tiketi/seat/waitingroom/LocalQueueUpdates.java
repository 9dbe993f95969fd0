package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** News from this node's memory, each time that is refreshed: no message between nodes, so none is lost. */
@ApplicationScoped
class LocalQueueUpdates implements QueueUpdates {

    private final Rooms rooms;
    private final StatusView view;
    private final WaitingRoomService service;
    private final Clock clock = Clock.systemUTC();
    private final AtomicLong ids = new AtomicLong();
    private final Map<EventId, Map<Long, Listener>> listeners = new ConcurrentHashMap<>();

    private static final class Listener {
        private final UUID account;
        private final Consumer<WaitingStatus> told;
        private volatile @Nullable Seen seen;

        Listener(UUID account, Consumer<WaitingStatus> told) {
            this.account = account;
            this.told = told;
        }
    }

    /** What must differ to be news. */
    private record Seen(
            WaitingStatus.State state,
            boolean joined,
            @Nullable Integer ahead,
            @Nullable String token) {}

    LocalQueueUpdates(Rooms rooms, StatusView view, WaitingRoomService service) {
        this.rooms = rooms;
        this.view = view;
        this.service = service;
    }

    void start(@Observes StartupEvent started) {
        rooms.onChange(replica -> tell(replica.room().event()));
        rooms.onClose(this::tell);
    }

    @Override
    public Subscription subscribe(EventId event, UUID account, Consumer<WaitingStatus> listener) {
        Listener added = new Listener(account, listener);
        long id = ids.incrementAndGet();
        listeners.computeIfAbsent(event, first -> new ConcurrentHashMap<>()).put(id, added);
        tell(event, added, clock.instant());
        return () -> listeners.computeIfPresent(event, (key, all) -> {
            all.remove(id);
            return all.isEmpty() ? null : all;
        });
    }

    @Override
    public void heard(EventId event, UUID account) {
        service.heard(event, account);
    }

    private void tell(EventId event) {
        Instant now = clock.instant();
        Map<Long, Listener> all = listeners.get(event);
        if (all != null) {
            all.values().forEach(listener -> tell(event, listener, now));
        }
    }

    private void tell(EventId event, Listener listener, Instant now) {
        Optional<RoomReplica> active = rooms.active(event);
        WaitingStatus status = active.map(replica -> replica.find(listener.account)
                        .map(place -> view.inside(replica, place, now))
                        .orElseGet(() -> view.outside(replica, now)))
                .orElseGet(() -> view.open(now));
        Seen seen = new Seen(status.state(), status.joined(), status.ahead(), status.admissionToken());
        if (!seen.equals(listener.seen)) {
            listener.seen = seen;
            listener.told.accept(status);
        }
    }
}
