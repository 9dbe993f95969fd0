package gg.tiketi.seat.platform;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One Redis server, asked over one connection on which commands follow each other without waiting for answers.
 *
 * <pre>
 *              connected, run id known             owes an answer for too long
 *   connecting ───────────────────────► answering ─────────────────────────────► silent
 *       ▲                                 ▲   │ connection ends                    │ │
 *       │                                 └───┼──── a probe is answered in time ───┘ │
 *       └─────────────────────────────────────┴──── no answer at all for longer ─────┘
 * </pre>
 *
 * Only an answering server is asked: everybody else is told at once that it is away, and the probe alone finds out when
 * it is back. The wait is measured on the connection's own event loop, from the last sign of life, and judged only after
 * that loop has read once more: so neither a queue nor a busy event loop of this process counts as the server's silence.
 */
final class RedisPrimary {

    private static final Logger LOG = Logger.getLogger(RedisPrimary.class);
    private static final Pattern RUN_ID = Pattern.compile("run_id:(\\w+)");

    /** The event loop reads what has arrived before a verdict set this far ahead is spoken. */
    private static final long VERDICT_MILLIS = 10;

    /** Between two attempts to connect. */
    private static final long RECONNECT_MILLIS = 200;

    private final String address;
    private final Vertx vertx;
    private final StateRedisConfig config;
    private final Context context;
    private final CompletableFuture<String> firstConnected = new CompletableFuture<>();

    // Only touched on the context.
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable Link link;
    private long heardAtNanos;
    private boolean judging;
    private boolean probing;

    private volatile boolean answering;
    private volatile boolean closed;
    private volatile String runId = "";
    private volatile long timer = -1;

    private record Waiting(long sinceNanos, UniEmitter<? super Response> emitter) {}

    private record Link(Redis client, RedisConnection connection) {}

    RedisPrimary(String address, Vertx vertx, Context context, StateRedisConfig config) {
        this.address = address;
        this.vertx = vertx;
        this.context = context;
        this.config = config;
    }

    /** Begins to connect, and to watch over the answers. */
    void start() {
        context.runOnContext(here -> {
            connect();
            long tick = Math.max(1, config.timeout().toMillis() / 6);
            timer = vertx.setPeriodic(tick, id -> check());
        });
    }

    /** The server's {@code redis://host:port}. */
    String address() {
        return address;
    }

    /** Completes with the first connection. */
    CompletableFuture<String> firstConnected() {
        return firstConnected;
    }

    /** Whether commands are sent at the moment. */
    boolean isAnswering() {
        return answering;
    }

    /** Names the server's process: another one after a restart or a failover. */
    String runId() {
        return runId;
    }

    /** Sends one command; fails with {@link RedisAway} when the server does not answer, or has not lately. */
    Uni<Response> send(Request command) {
        return Uni.createFrom().deferred(() -> {
            if (!answering) {
                return Uni.createFrom().failure(new RedisAway(address));
            }
            Context caller = Vertx.currentContext();
            Uni<Response> answer =
                    Uni.createFrom().emitter(emitter -> context.runOnContext(here -> dispatch(command, emitter)));
            // Request data and traces live on the caller's context, so it goes on there.
            return caller == null ? answer : answer.emitOn(task -> caller.runOnContext(there -> task.run()));
        });
    }

    /** Ends the connection; nothing is sent any more. */
    void close() {
        closed = true;
        context.runOnContext(here -> {
            vertx.cancelTimer(timer);
            drop("closed");
        });
    }

    private void dispatch(Request command, UniEmitter<? super Response> emitter) {
        Link current = link;
        if (current == null || !answering) {
            emitter.fail(new RedisAway(address));
            return;
        }
        Waiting entry = new Waiting(System.nanoTime(), emitter);
        waiting.addLast(entry);
        current.connection().send(command).onComplete(answer -> {
            waiting.remove(entry);
            heardAtNanos = System.nanoTime();
            if (answer.succeeded()) {
                emitter.complete(answer.result());
            } else {
                emitter.fail(answer.cause() instanceof ErrorType refused ? refused : new RedisAway(address));
            }
        });
    }

    private void check() {
        Waiting oldest = waiting.peekFirst();
        if (oldest != null && !judging && isOverdue(oldest)) {
            judging = true;
            vertx.setTimer(VERDICT_MILLIS, id -> judge());
        } else if (!judging) {
            giveUpLate();
        }
    }

    /** A server that works but cannot keep up: its oldest debts are given up one by one. */
    private void giveUpLate() {
        long limit = System.nanoTime() - 2 * config.timeout().toNanos();
        for (Waiting late = waiting.peekFirst();
                late != null && late.sinceNanos() < limit;
                late = waiting.peekFirst()) {
            waiting.removeFirst().emitter().fail(new RedisAway(address));
        }
    }

    private boolean isOverdue(Waiting oldest) {
        long since = Math.max(oldest.sinceNanos(), heardAtNanos);
        return System.nanoTime() - since > config.timeout().toNanos();
    }

    private void judge() {
        judging = false;
        Waiting oldest = waiting.peekFirst();
        if (oldest == null || !answering || !isOverdue(oldest)) {
            return;
        }
        LOG.warnf("redis does not answer, PostgreSQL alone decides server=%s waiting=%d", address, waiting.size());
        answering = false;
        failWaiting();
        probeLater();
    }

    private void probeLater() {
        if (!probing && !closed) {
            probing = true;
            vertx.setTimer(Math.max(1, config.probeInterval().toMillis()), id -> probe());
        }
    }

    private void probe() {
        probing = false;
        Link current = link;
        if (current == null || closed) {
            return;
        }
        if (System.nanoTime() - heardAtNanos > config.reconnectAfter().toNanos()) {
            drop("no answer");
            return;
        }
        long asked = System.nanoTime();
        current.connection().send(Request.cmd(Command.PING)).onComplete(answer -> {
            heardAtNanos = System.nanoTime();
            if (link == current
                    && answer.succeeded()
                    && heardAtNanos - asked < config.timeout().toNanos()) {
                LOG.infof("redis answers again server=%s", address);
                answering = true;
            } else if (link == current) {
                probeLater();
            }
        });
        giveUpMute(current);
    }

    /** A connection that stays mute is replaced; a late answer to something older gives it more time, and another look. */
    private void giveUpMute(Link current) {
        vertx.setTimer(Math.max(1, config.reconnectAfter().toMillis()), id -> {
            if (link != current || answering || closed) {
                return;
            }
            if (System.nanoTime() - heardAtNanos > config.reconnectAfter().toNanos()) {
                drop("no answer");
            } else {
                giveUpMute(current);
            }
        });
    }

    private void connect() {
        if (closed) {
            return;
        }
        RedisConnections.open(vertx, address, config, this::connected, refused -> {
            LOG.debugf("redis not connected server=%s reason=%s", address, refused.toString());
            vertx.setTimer(RECONNECT_MILLIS, id -> connect());
        });
    }

    private void connected(Redis client, RedisConnection connection, Response about) {
        if (closed) {
            client.close();
            return;
        }
        Link opened = new Link(client, connection);
        connection.exceptionHandler(broken -> LOG.debugf("redis connection broke reason=%s", broken.toString()));
        connection.endHandler(gone -> {
            if (link == opened) {
                drop("connection ended");
            }
        });
        Matcher found = RUN_ID.matcher(about.toString());
        runId = found.find() ? found.group(1) : "";
        link = opened;
        heardAtNanos = System.nanoTime();
        answering = true;
        LOG.infof("redis connected server=%s", address);
        firstConnected.complete(runId);
    }

    /** Lets the connection go, fails what it owes, and connects anew. */
    private void drop(String reason) {
        Link gone = link;
        link = null;
        if (answering && !closed) {
            LOG.warnf("redis lost, PostgreSQL alone decides server=%s reason=%s", address, reason);
        }
        answering = false;
        failWaiting();
        if (gone != null) {
            gone.client().close();
            vertx.setTimer(RECONNECT_MILLIS, id -> connect());
        }
    }

    private void failWaiting() {
        List<Waiting> given = List.copyOf(waiting);
        waiting.clear();
        given.forEach(entry -> entry.emitter().fail(new RedisAway(address)));
    }
}
