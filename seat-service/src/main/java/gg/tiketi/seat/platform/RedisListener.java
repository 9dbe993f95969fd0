package gg.tiketi.seat.platform;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection that listens to channels. In a cluster every server hears what is published at any of them, so one is
 * enough; when it ends or is said to be mute, the next server that answers is listened to. What is published in between
 * is missed.
 */
public final class RedisListener {

    private static final Logger LOG = Logger.getLogger(RedisListener.class);

    /** Between two attempts to connect. */
    private static final long RETRY_MILLIS = 200;

    private final StateRedis servers;
    private final StateRedisConfig config;
    private final Vertx vertx;
    private final Context context;
    private final List<String> channels;
    private final BiConsumer<String, String> heard;
    private final AtomicInteger turn = new AtomicInteger();

    // Only touched on the context.
    private @Nullable Redis client;
    private boolean connecting;

    private volatile boolean closed;

    /**
     * Listens from {@link #renew()} on.
     *
     * @param channels names of the channels
     * @param heard takes channel and message, on one thread
     */
    public RedisListener(
            StateRedis servers,
            StateRedisConfig config,
            Vertx vertx,
            List<String> channels,
            BiConsumer<String, String> heard) {
        this.servers = servers;
        this.config = config;
        this.vertx = vertx;
        this.context = servers.context();
        this.channels = channels;
        this.heard = heard;
    }

    /** Ends the connection, if there is one, and makes another; nothing while one is being made. */
    public void renew() {
        context.runOnContext(here -> connect());
    }

    /** Stops listening. */
    public void close() {
        closed = true;
        context.runOnContext(here -> end());
    }

    private void connect() {
        if (connecting || closed) {
            return;
        }
        end();
        List<String> answering = servers.answering();
        if (answering.isEmpty()) {
            retry();
            return;
        }
        connecting = true;
        String address = answering.get(Math.floorMod(turn.getAndIncrement(), answering.size()));
        RedisConnections.open(
                vertx, address, config, (made, connection, about) -> listen(made, connection), refused -> {
                    LOG.debugf("not listening server=%s reason=%s", address, refused.toString());
                    connecting = false;
                    vertx.setTimer(RETRY_MILLIS, id -> connect());
                });
    }

    private void listen(Redis made, RedisConnection connection) {
        connecting = false;
        client = made;
        connection.handler(this::take);
        connection.exceptionHandler(broken -> LOG.debugf("listening broke reason=%s", broken.toString()));
        connection.endHandler(gone -> {
            if (client == made) {
                client = null;
                retry();
            }
        });
        Request subscribe = Request.cmd(Command.SUBSCRIBE);
        channels.forEach(subscribe::arg);
        connection.send(subscribe);
        if (closed) {
            end();
        }
    }

    private void retry() {
        vertx.setTimer(RETRY_MILLIS, id -> {
            if (client == null) {
                connect();
            }
        });
    }

    private void end() {
        Redis gone = client;
        client = null;
        if (gone != null) {
            gone.close();
        }
    }

    private void take(@Nullable Response frame) {
        if (frame != null && frame.size() == 3 && "message".equals(frame.get(0).toString())) {
            heard.accept(frame.get(1).toString(), frame.get(2).toString());
        }
    }
}
