package gg.tiketi.seat.live;

import gg.tiketi.seat.seatmap.EventReplica;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SellableEvent;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.UserData.TypedKey;
import java.util.Optional;

/**
 * What {@link LiveDoor} found out about a connection that may be upgraded.
 *
 * @param netty the connection, below the WebSocket
 * @param subject what it wants to watch; empty: there is no such event
 * @param from what the client has seen
 * @param token the access token that came with the subprotocols
 */
record Admission(
        ChannelHandlerContext netty, Optional<Subject> subject, Optional<Position> from, Optional<String> token) {

    /** Where {@link LiveSocket} finds it. */
    static final TypedKey<Admission> KEY = new TypedKey<>("live.admission");

    /** An event with its states. */
    record Subject(SellableEvent event, EventReplica replica) {}
}
