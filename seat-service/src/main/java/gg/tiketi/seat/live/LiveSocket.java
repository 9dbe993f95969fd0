package gg.tiketi.seat.live;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.EventReplica;
import gg.tiketi.seat.seatmap.EventReplicas;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SellableEvent;
import gg.tiketi.seat.seatmap.SellableEvents;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.PathParam;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** {@code WS /ws/events/{eventId}?from=epoch:version}: first what is missing, then every change, coalesced. */
@WebSocket(path = "/ws/events/{eventId}")
public class LiveSocket {

    private static final Logger LOG = Logger.getLogger(LiveSocket.class);
    private static final CloseReason NO_SUCH_EVENT = new CloseReason(4404, "no such event");
    private static final CloseReason FULL = new CloseReason(1013, "try again later");
    private static final CloseReason BROKEN = new CloseReason(1011, "try again");
    private static final String RESYNC = "\"resync\"";

    private final SellableEvents events;
    private final EventReplicas replicas;
    private final LiveHub hub;
    private final Map<String, Watching> watching = new ConcurrentHashMap<>();

    private record Watching(EventReplica replica, Watcher watcher) {}

    LiveSocket(SellableEvents events, EventReplicas replicas, LiveHub hub) {
        this.events = events;
        this.replicas = replicas;
        this.hub = hub;
    }

    @OnOpen
    Uni<Void> open(WebSocketConnection connection, @PathParam String eventId) {
        Optional<EventId> id = parse(eventId);
        if (id.isEmpty()) {
            return connection.close(NO_SUCH_EVENT);
        }
        return events.find(id.get())
                .chain(event -> event.isEmpty()
                        ? connection.close(NO_SUCH_EVENT)
                        : replicas.find(id.get()).chain(replica -> begin(connection, event.get(), replica)))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debugf("watching refused reason=%s", failure.toString());
                    return connection.close(BROKEN);
                });
    }

    private Uni<Void> begin(WebSocketConnection connection, SellableEvent event, Optional<EventReplica> replica) {
        if (replica.isEmpty()) {
            return connection.close(NO_SUCH_EVENT);
        }
        Optional<Watcher> watcher = hub.watch(event, replica.get(), connection, from(connection));
        if (watcher.isEmpty()) {
            return connection.close(FULL);
        }
        watching.put(connection.id(), new Watching(replica.get(), watcher.get()));
        if (!connection.isOpen()) {
            close(connection);
        }
        return Uni.createFrom().voidItem();
    }

    @OnTextMessage
    @NonBlocking
    void message(WebSocketConnection connection, String text) {
        Watching known = watching.get(connection.id());
        if (known != null && text.contains(RESYNC)) {
            known.watcher().resync();
        }
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection connection) {
        Watching known = watching.remove(connection.id());
        if (known != null) {
            hub.leave(known.replica(), known.watcher());
        }
    }

    @OnError
    @NonBlocking
    void error(WebSocketConnection connection, Throwable failure) {
        LOG.debugf("watcher failed reason=%s", failure.toString());
        // Most failures are connections that broke: closing those once more would be warned about.
        if (connection.isOpen()) {
            connection.close(BROKEN).subscribe().with(nothing -> {}, gone -> {});
        }
    }

    private static Optional<EventId> parse(String text) {
        try {
            return Optional.of(EventId.fromString(text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<Position> from(WebSocketConnection connection) {
        String query = connection.handshakeRequest().query();
        if (query == null) {
            return Optional.empty();
        }
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith("from=")) {
                return Position.parse(pair.substring("from=".length()).replace("%3A", ":"));
            }
        }
        return Optional.empty();
    }
}
