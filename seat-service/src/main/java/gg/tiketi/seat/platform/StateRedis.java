package gg.tiketi.seat.platform;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The Redis that holds state: one server, or the primaries of a cluster. Each server has its own connection and its own
 * breaker, so that the loss of one costs only the keys that it has. (The cluster client of Vert.x does not connect at
 * all while one primary is away, and its pool sends one command at a time on each connection.)
 */
@ApplicationScoped
public class StateRedis {

    private static final Logger LOG = Logger.getLogger(StateRedis.class);

    /** Answers of a server that is there and cannot do it now: full, starting, without its cluster, on the move. */
    private static final List<String> CANNOT_SERVE = List.of(
            "OOM",
            "MISCONF",
            "LOADING",
            "BUSY",
            "READONLY",
            "MASTERDOWN",
            "CLUSTERDOWN",
            "NOREPLICAS",
            "ASK",
            "TRYAGAIN");

    private final Vertx vertx;
    /** All connections are served by one event loop: it decodes far more than one server answers. */
    private final Context context;

    private final StateRedisConfig config;
    private final Map<String, RedisPrimary> servers = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile SlotMap slots;
    private volatile long timer = -1;

    StateRedis(Vertx vertx, StateRedisConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.slots = isCluster() ? SlotMap.of(List.of()) : SlotMap.single(first());
        Gauge.builder("tiketi.redis.servers.away", this::serversAway).register(metrics);
    }

    /** Before those who ask Redis when they start. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent started) {
        if (isCluster()) {
            config.hosts().forEach(this::server);
            timer = vertx.setPeriodic(config.topologyInterval().toMillis(), id -> lookAtTopology());
        } else {
            server(first());
        }
        awaitFirstConnection();
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
        servers.values().forEach(RedisPrimary::close);
    }

    /**
     * Sends a command to the server that has the key; fails with {@link RedisAway} when that one does not answer.
     *
     * @param key one of the command's keys; all of them must share its hash tag
     */
    public Uni<Response> send(String key, Request command) {
        return Uni.createFrom()
                .deferred(
                        () -> serverOf(key).map(server -> server.send(command)).orElseGet(() -> Uni.createFrom()
                                .failure(new RedisAway("nobody has the slot"))))
                .onFailure(StateRedis::isMoved)
                .recoverWithUni(moved -> follow(moved.toString(), command))
                .onFailure(StateRedis::cannotServe)
                .transform(refused -> new RedisAway(refused.toString()));
    }

    /** Sends a command without keys to one server. */
    public Uni<Response> sendTo(String server, Request command) {
        RedisPrimary known = servers.get(server);
        return known == null ? Uni.createFrom().failure(new RedisAway(server)) : known.send(command);
    }

    /** Whether the server that has the key is asked at the moment. */
    public boolean isAvailable(String key) {
        return serverOf(key).map(RedisPrimary::isAnswering).orElse(false);
    }

    /** Names the process that has the key: another one after a restart or a failover. */
    public String runId(String key) {
        return serverOf(key).map(RedisPrimary::runId).orElse("");
    }

    /** The address of the server that has the key; empty when nobody has it. */
    public Optional<String> serverAddress(String key) {
        return slots.address(key);
    }

    /** The addresses of all servers that have keys. */
    public List<String> serverAddresses() {
        return slots.addresses();
    }

    /** The servers that can be asked now, to listen at one of them. */
    List<String> answering() {
        return slots.addresses().stream()
                .filter(address -> Optional.ofNullable(servers.get(address))
                        .map(RedisPrimary::isAnswering)
                        .orElse(false))
                .toList();
    }

    private long serversAway() {
        return servers.values().stream().filter(server -> !server.isAnswering()).count();
    }

    Context context() {
        return context;
    }

    private Optional<RedisPrimary> serverOf(String key) {
        return slots.address(key).map(servers::get);
    }

    /** A key has moved: the server that was named is asked, and the map is read anew for those who come after. */
    private Uni<Response> follow(String moved, Request command) {
        lookAtTopology();
        String[] parts = moved.split(" ", -1);
        return parts.length == 3
                ? server(scheme() + "://" + parts[2]).send(command)
                : Uni.createFrom().failure(new RedisAway(moved));
    }

    private static boolean isMoved(Throwable failure) {
        return failure instanceof ErrorType refused && refused.is("MOVED");
    }

    private static boolean cannotServe(Throwable failure) {
        return failure instanceof ErrorType refused && CANNOT_SERVE.stream().anyMatch(refused::is);
    }

    private RedisPrimary server(String address) {
        return servers.computeIfAbsent(address, named -> {
            RedisPrimary server = new RedisPrimary(named, vertx, context, config);
            server.start();
            return server;
        });
    }

    /** Asks any server that answers; until one does, the last map stays. */
    private void lookAtTopology() {
        List<RedisPrimary> answering =
                servers.values().stream().filter(RedisPrimary::isAnswering).toList();
        // In turn, so that one with an outdated view does not have the say for ever.
        Optional<RedisPrimary> asked = answering.stream()
                .skip(answering.isEmpty() ? 0 : Math.floorMod(turn.getAndIncrement(), answering.size()))
                .findFirst();
        if (asked.isPresent() && looking.compareAndSet(false, true)) {
            asked.get()
                    .send(Request.cmd(Command.CLUSTER).arg("SLOTS"))
                    .onTermination()
                    .invoke(() -> looking.set(false))
                    .subscribe()
                    .with(
                            answer -> take(ranges(answer, asked.get().address())),
                            failure -> LOG.debugf("cluster not read reason=%s", failure.toString()));
        }
    }

    private void take(List<SlotMap.Range> ranges) {
        SlotMap read = SlotMap.of(ranges);
        Collection<String> wanted = new ArrayList<>(read.addresses());
        wanted.forEach(this::server);
        slots = read;
        // Those named in the settings stay: they may be the only ones left to ask.
        wanted.addAll(config.hosts());
        servers.forEach((address, server) -> {
            if (!wanted.contains(address) && servers.remove(address, server)) {
                server.close();
            }
        });
    }

    /** Each range: first slot, last slot, then its servers, primary first, each with host and port. */
    private List<SlotMap.Range> ranges(Response answer, String asked) {
        List<SlotMap.Range> ranges = new ArrayList<>();
        for (Response range : answer) {
            Response primary = range.get(2);
            String host = primary.get(0) == null ? "" : primary.get(0).toString();
            // A server that does not know its own address leaves it empty.
            String known = host.isEmpty() ? URI.create(asked).getHost() : host;
            ranges.add(new SlotMap.Range(
                    range.get(0).toInteger(),
                    range.get(1).toInteger(),
                    scheme() + "://" + known + ":" + primary.get(1).toInteger()));
        }
        return ranges;
    }

    private void awaitFirstConnection() {
        CompletableFuture<?> any = CompletableFuture.anyOf(
                servers.values().stream().map(RedisPrimary::firstConnected).toArray(CompletableFuture[]::new));
        try {
            any.get(config.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
            lookAtTopologyOfCluster();
        } catch (TimeoutException | ExecutionException notYet) {
            LOG.warn("redis is away, starting without it");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAtTopologyOfCluster() {
        if (isCluster()) {
            lookAtTopology();
        }
    }

    private boolean isCluster() {
        return config.type() == StateRedisConfig.Type.CLUSTER;
    }

    private String first() {
        return config.hosts().getFirst();
    }

    private String scheme() {
        return URI.create(first()).getScheme();
    }
}
