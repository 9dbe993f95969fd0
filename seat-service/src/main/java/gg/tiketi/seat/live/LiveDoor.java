package gg.tiketi.seat.live;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemException;
import gg.tiketi.defaults.problem.ProblemWriter;
import gg.tiketi.seat.live.Admission.Subject;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.EventReplicas;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SellableEvents;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Who may come in to watch: refuses before the upgrade, with a problem, whom this node has no place for. */
@ApplicationScoped
public class LiveDoor implements HttpUpgradeCheck {

    private static final Logger LOG = Logger.getLogger(LiveDoor.class);

    /** Before the routes of REST resources, which would answer 404. */
    private static final int ORDER = -1;

    private static final String VERSION = "13";
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** A client that offers this subprotocol with its access token behind is signed in from the start. */
    private static final String TOKEN_PREFIX = "tiketi.token.";

    private final SellableEvents events;
    private final EventReplicas replicas;
    private final LiveHub hub;
    private final LiveConfig config;
    private final LiveCounts counts;
    private final ProblemWriter problems;
    private final Vertx vertx;

    LiveDoor(
            SellableEvents events,
            EventReplicas replicas,
            LiveHub hub,
            LiveConfig config,
            LiveCounts counts,
            ProblemWriter problems,
            Vertx vertx) {
        this.events = events;
        this.replicas = replicas;
        this.hub = hub;
        this.config = config;
        this.counts = counts;
        this.problems = problems;
        this.vertx = vertx;
    }

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
        router.get("/ws/events/:eventId").order(ORDER).handler(this::ask).failureHandler(this::refuse);
    }

    private void ask(RoutingContext routing) {
        if (isWebSocket(routing.request().headers())) {
            routing.next();
            return;
        }
        routing.fail(new ProblemException(Problem.of(CommonProblem.MALFORMED_REQUEST)
                .detail("This path speaks WebSocket only, version " + VERSION)
                .header("Sec-WebSocket-Version", VERSION)));
    }

    private void refuse(RoutingContext routing) {
        if (routing.failure() instanceof ProblemException refused) {
            counts.refused();
            routing.request().resume();
            problems.write(routing, refused.problem());
        } else {
            routing.next();
        }
    }

    /** Fails with a {@link ProblemException} when there is no place; an unknown event is told by a close code later. */
    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext asked) {
        if (hub.isStopping()) {
            return Uni.createFrom().failure(unavailable());
        }
        HttpServerRequest request = asked.httpRequest();
        String address = address(request);
        Optional<Problem> full = hub.places().take(address);
        if (full.isPresent()) {
            return Uni.createFrom().failure(new ProblemException(full.get()));
        }
        Place place = new Place(address);
        ChannelHandlerContext netty = ((ConnectionBase) request.connection()).channelHandlerContext();
        netty.channel().closeFuture().addListener(closed -> place.free());
        Context context = vertx.getOrCreateContext();
        Optional<Position> from = Optional.ofNullable(request.getParam("from")).flatMap(Position::parse);
        Optional<String> token = token(request);
        request.pause();
        return subject(asked.pathParam("eventId"))
                .emitOn(step -> context.runOnContext(now -> step.run()))
                .map(subject -> {
                    asked.userData().put(Admission.KEY, new Admission(netty, subject, from, token));
                    return CheckResult.permitUpgradeSync();
                })
                .onFailure()
                .transform(failure -> {
                    LOG.debugf("watching refused reason=%s", failure.toString());
                    place.free();
                    return unavailable();
                });
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

    private ProblemException unavailable() {
        return new ProblemException(Problem.unavailable(config.retryAfter()));
    }

    /** What the upgrade would refuse without a problem is refused before it takes a place. */
    private static boolean isWebSocket(MultiMap headers) {
        return headers.contains("Sec-WebSocket-Key")
                && VERSION.equals(headers.get("Sec-WebSocket-Version"))
                && "websocket".equalsIgnoreCase(headers.get("Upgrade"))
                && isUpgrade(headers.get("Connection"));
    }

    private static boolean isUpgrade(@Nullable String connection) {
        return connection != null && connection.toLowerCase(Locale.ROOT).contains("upgrade");
    }

    private static Optional<String> token(HttpServerRequest request) {
        return request.headers().getAll("Sec-WebSocket-Protocol").stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .filter(protocol -> protocol.startsWith(TOKEN_PREFIX))
                .map(protocol -> protocol.substring(TOKEN_PREFIX.length()))
                .findFirst();
    }

    /** The gateway says who really asks; without one it is whoever connected. */
    private static String address(HttpServerRequest request) {
        String forwarded = request.getHeader(FORWARDED_FOR);
        return forwarded == null ? request.remoteAddress().hostAddress() : forwarded.strip();
    }
}
