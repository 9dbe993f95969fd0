package gg.tiketi.seat.live;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemWriter;
import gg.tiketi.seat.live.websocket.CloseCode;
import gg.tiketi.seat.live.websocket.Frames;
import gg.tiketi.seat.live.websocket.Handshake;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.EventReplica;
import gg.tiketi.seat.seatmap.EventReplicas;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SellableEvent;
import gg.tiketi.seat.seatmap.SellableEvents;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.IdleStateHandler;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code WS /ws/events/{eventId}?from=epoch:version}: first what is missing, then every change, coalesced. The upgraded
 * connection is used without a WebSocket library in between: a frame is encoded once and its bytes go to thousands.
 */
@ApplicationScoped
public class LiveSocket {

    private static final Logger LOG = Logger.getLogger(LiveSocket.class);

    /** Before the routes of REST resources, which would answer 404. */
    private static final int ORDER = -1;

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final SellableEvents events;
    private final EventReplicas replicas;
    private final LiveHub hub;
    private final LiveConfig config;
    private final LiveCounts counts;
    private final TokenReader tokens;
    private final ProblemWriter problems;

    LiveSocket(
            SellableEvents events,
            EventReplicas replicas,
            LiveHub hub,
            LiveConfig config,
            LiveCounts counts,
            TokenReader tokens,
            ProblemWriter problems) {
        this.events = events;
        this.replicas = replicas;
        this.hub = hub;
        this.config = config;
        this.counts = counts;
        this.tokens = tokens;
        this.problems = problems;
    }

    /** What a request is about: the event with its states, or nothing. */
    private record Subject(SellableEvent event, EventReplica replica) {}

    /** A connection's place on this node, given back once. */
    private final class Place {

        private final String address;
        private final AtomicBoolean taken = new AtomicBoolean(true);

        Place(String address) {
            this.address = address;
        }

        void free() {
            if (taken.compareAndSet(true, false)) {
                hub.places().free(address);
            }
        }
    }

    void open(@Observes Router router) {
        router.get("/ws/events/:eventId").order(ORDER).handler(this::ask);
    }

    private void ask(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Optional<Handshake> handshake = Handshake.of(request.headers());
        if (handshake.isEmpty()) {
            refuse(
                    routing,
                    Problem.of(CommonProblem.MALFORMED_REQUEST)
                            .detail("This path speaks WebSocket only, version " + Handshake.VERSION)
                            .header("Sec-WebSocket-Version", Handshake.VERSION));
            return;
        }
        if (hub.isStopping()) {
            refuse(routing, Problem.of(CommonProblem.UNAVAILABLE).retryAfter(config.retryAfter()));
            return;
        }
        String address = address(request);
        Optional<Problem> full = hub.places().take(address);
        if (full.isPresent()) {
            refuse(routing, full.get());
            return;
        }
        Place place = new Place(address);
        Context context = routing.vertx().getOrCreateContext();
        Optional<Position> from = Optional.ofNullable(request.getParam("from")).flatMap(Position::parse);
        request.pause();
        subject(routing.pathParam("eventId"))
                .subscribe()
                .with(
                        found -> context.runOnContext(
                                now -> upgrade(routing, handshake.get(), place, found.orElse(null), from)),
                        failure -> context.runOnContext(now -> {
                            LOG.debugf("watching refused reason=%s", failure.toString());
                            place.free();
                            refuse(
                                    routing,
                                    Problem.of(CommonProblem.UNAVAILABLE).retryAfter(config.retryAfter()));
                        }));
    }

    private void refuse(RoutingContext routing, Problem problem) {
        counts.refused();
        routing.request().resume();
        problems.write(routing, problem);
    }

    private Uni<Optional<Subject>> subject(String text) {
        EventId id;
        try {
            id = EventId.fromString(text);
        } catch (IllegalArgumentException malformed) {
            return Uni.createFrom().item(Optional.empty());
        }
        return events.find(id)
                .chain(event -> event.isEmpty()
                        ? Uni.createFrom().item(Optional.<Subject>empty())
                        : replicas.find(id).map(replica -> replica.map(found -> new Subject(event.get(), found))));
    }

    /** A browser cannot read a refusal's status, so an unknown event is told by a close code. */
    private void upgrade(
            RoutingContext routing,
            Handshake handshake,
            Place place,
            @Nullable Subject subject,
            Optional<Position> from) {
        HttpServerResponse response = routing.response();
        if (response.closed()) {
            place.free();
            return;
        }
        response.putHeader("Upgrade", "websocket")
                .putHeader("Connection", "Upgrade")
                .putHeader("Sec-WebSocket-Accept", handshake.accept());
        handshake.protocol().ifPresent(protocol -> response.putHeader("Sec-WebSocket-Protocol", protocol));
        routing.request()
                .toNetSocket()
                .onSuccess(socket -> begin(socket, handshake.token(), place, subject, from))
                .onFailure(gone -> place.free());
    }

    private void begin(
            NetSocket socket, Optional<String> token, Place place, @Nullable Subject subject, Optional<Position> from) {
        NetSocketInternal inner = (NetSocketInternal) socket;
        Channel channel = inner.channelHandlerContext().channel();
        // Its own pings tell when it is dead; the handler would cost an object for each write.
        if (channel.pipeline().get(IdleStateHandler.class) != null) {
            channel.pipeline().remove(IdleStateHandler.class);
        }
        channel.config().setOption(ChannelOption.SO_SNDBUF, config.sendBufferBytes());
        Outlet outlet = new NettyOutlet(inner.channelHandlerContext());
        if (subject == null) {
            socket.closeHandler(closed -> place.free());
            counts.closed(CloseCode.NO_SUCH_EVENT);
            outlet.close(Frames.close(CloseCode.NO_SUCH_EVENT));
            return;
        }
        Optional<Watcher> watcher = hub.watch(subject.event(), subject.replica(), outlet, channel.eventLoop(), from);
        if (watcher.isEmpty()) {
            socket.closeHandler(closed -> place.free());
            counts.closed(CloseCode.TRY_LATER);
            outlet.close(Frames.close(CloseCode.TRY_LATER));
            return;
        }
        LiveConversation conversation = new LiveConversation(watcher.get(), hub, counts, tokens);
        socket.closeHandler(closed -> {
            hub.leave(watcher.get());
            place.free();
        });
        socket.exceptionHandler(broken -> LOG.debugf("watcher failed reason=%s", broken.toString()));
        conversation.readFrom(socket, config.maxMessageBytes());
        token.ifPresent(conversation::signIn);
    }

    /** The gateway says who really asks; without one it is whoever connected. */
    private static String address(HttpServerRequest request) {
        String forwarded = request.getHeader(FORWARDED_FOR);
        return forwarded == null ? request.remoteAddress().hostAddress() : forwarded.strip();
    }
}
