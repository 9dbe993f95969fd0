package gg.tiketi.seat.live;

import gg.tiketi.seat.platform.AccountKey;
import gg.tiketi.seat.seatmap.EventId;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BiConsumer;

/**
 * The way by which news about one account reach its signed-in connections to this node, and nobody else. Whoever has
 * news tells it on every node, as {@link SeatLog} does for reservations.
 */
@ApplicationScoped
public class OwnNews {

    private final LiveHub hub;

    OwnNews(LiveHub hub) {
        this.hub = hub;
    }

    /**
     * Sends a message to the account's connections that watch the event.
     *
     * @param message has a {@code type} that {@code asyncapi.json} describes
     */
    public void tell(EventId event, AccountKey account, JsonObject message) {
        hub.tell(event, account, Frames.text(message.encode()));
    }

    /** Calls when an account has signed in on a connection, so that it can be told where it stands; must not block. */
    public void whenSignedIn(BiConsumer<EventId, AccountKey> arrived) {
        hub.whenSignedIn(arrived);
    }
}
