package gg.tiketi.seat.live;

import gg.tiketi.seat.live.Admission.Subject;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPingMessage;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * {@code WS /ws/events/{eventId}?from=epoch:version}: first what is missing, then every change, coalesced. What clients
 * send comes through here, on the connection's event loop and each message done before the next; what is sent to them goes
 * by a {@link NettyOutlet}.
 */
@WebSocket(path = "/ws/events/{eventId}", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class LiveSocket {

    private static final Logger LOG = Logger.getLogger(LiveSocket.class);
    private static final TypedKey<LiveConversation> CONVERSATION = new TypedKey<>("live.conversation");

    private final LiveHub hub;
    private final LiveConfig config;
    private final LiveCounts counts;
    private final TokenReader tokens;

    LiveSocket(LiveHub hub, LiveConfig config, LiveCounts counts, TokenReader tokens) {
        this.hub = hub;
        this.config = config;
        this.counts = counts;
        this.tokens = tokens;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection connection) {
        Admission admission = connection.userData().remove(Admission.KEY);
        Channel channel = admission.netty().channel();
        if (!channel.isActive()) {
            return;
        }
        // Its own pings tell when it is dead; the handler would cost an object for each write.
        if (channel.pipeline().get(IdleStateHandler.class) != null) {
            channel.pipeline().remove(IdleStateHandler.class);
        }
        channel.config().setOption(ChannelOption.SO_SNDBUF, config.sendBufferBytes());
        Outlet outlet = new NettyOutlet(admission.netty(), connection);
        // A browser cannot read a refusal's status, so an unknown event is told by a close code.
        if (admission.subject().isEmpty()) {
            turnAway(outlet, CloseCode.NO_SUCH_EVENT);
            return;
        }
        Subject subject = admission.subject().get();
        Optional<Watcher> watcher =
                hub.watch(subject.event(), subject.replica(), outlet, channel.eventLoop(), admission.from());
        if (watcher.isEmpty()) {
            turnAway(outlet, CloseCode.TRY_LATER);
            return;
        }
        LiveConversation conversation = new LiveConversation(watcher.get(), hub, counts, tokens);
        connection.userData().put(CONVERSATION, conversation);
        admission.token().ifPresent(conversation::signIn);
    }

    private void turnAway(Outlet outlet, CloseCode why) {
        counts.closed(why);
        outlet.close(why);
    }

    @OnTextMessage
    @NonBlocking
    void text(WebSocketConnection connection, String text) {
        conversation(connection).ifPresent(conversation -> conversation.text(text));
    }

    @OnBinaryMessage
    @NonBlocking
    void binary(WebSocketConnection connection, Buffer bytes) {
        conversation(connection).ifPresent(conversation -> conversation.end(CloseCode.UNSUPPORTED));
    }

    /** The answer is on its way already. */
    @OnPingMessage
    @NonBlocking
    void ping(WebSocketConnection connection, Buffer payload) {
        conversation(connection).ifPresent(LiveConversation::ping);
    }

    @OnPongMessage
    @NonBlocking
    void pong(WebSocketConnection connection, Buffer payload) {
        conversation(connection).ifPresent(LiveConversation::pong);
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection connection) {
        LiveConversation conversation = connection.userData().remove(CONVERSATION);
        if (conversation != null) {
            conversation.leave();
        }
    }

    @OnError
    @NonBlocking
    void failed(WebSocketConnection connection, Throwable failure) {
        LOG.debugf("watcher failed reason=%s", failure.toString());
        if (failure instanceof CorruptedWebSocketFrameException refused) {
            // The decoder has closed the connection with this code.
            CloseCode.of(refused.closeStatus().code()).ifPresent(counts::closed);
        } else if (connection.isOpen()) {
            conversation(connection).ifPresent(conversation -> conversation.end(why(failure)));
        }
    }

    /** Pieces that together are longer than a message may be come as the first kind; everything else is our mistake. */
    private static CloseCode why(Throwable failure) {
        return failure instanceof IllegalStateException ? CloseCode.TOO_BIG : CloseCode.BROKEN;
    }

    private static Optional<LiveConversation> conversation(WebSocketConnection connection) {
        return Optional.ofNullable(connection.userData().get(CONVERSATION));
    }
}
