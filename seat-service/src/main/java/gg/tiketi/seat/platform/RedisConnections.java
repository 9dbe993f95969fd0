package gg.tiketi.seat.platform;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** How a connection to one server that holds state is made. */
final class RedisConnections {

    private RedisConnections() {}

    /** Takes a connection of which the server has just told about itself. */
    interface Opened {
        void accept(Redis client, RedisConnection connection, Response about);
    }

    /**
     * Connects; exactly one of the two is told, on the caller's context: a server that takes connections and never
     * answers is given up in time.
     */
    static void open(Vertx vertx, String address, StateRedisConfig config, Opened opened, Consumer<Throwable> refused) {
        Redis client = client(vertx, address, config);
        AtomicBoolean told = new AtomicBoolean();
        long timer = vertx.setTimer(config.reconnectAfter().toMillis(), id -> {
            if (told.compareAndSet(false, true)) {
                client.close();
                refused.accept(new TimeoutException("no answer"));
            }
        });
        client.connect()
                .onSuccess(connection -> connection
                        .send(Request.cmd(Command.INFO).arg("server"))
                        .onSuccess(about -> {
                            if (told.compareAndSet(false, true)) {
                                vertx.cancelTimer(timer);
                                opened.accept(client, connection, about);
                            }
                        })
                        .onFailure(failure -> tell(vertx, client, timer, told, failure, refused)))
                .onFailure(failure -> tell(vertx, client, timer, told, failure, refused));
    }

    private static void tell(
            Vertx vertx, Redis client, long timer, AtomicBoolean told, Throwable failure, Consumer<Throwable> refused) {
        if (told.compareAndSet(false, true)) {
            vertx.cancelTimer(timer);
            client.close();
            refused.accept(failure);
        }
    }

    /** A client for a single connection: closing it closes the socket, whatever is on its way. */
    private static Redis client(Vertx vertx, String address, StateRedisConfig config) {
        RedisOptions options = new RedisOptions()
                .addConnectionString(address)
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                // Connections are replaced when they fail, not by age.
                .setPoolRecycleTimeout(-1)
                .setPoolCleanerInterval(-1)
                .setMaxWaitingHandlers(config.pipeline());
        options.getNetClientOptions()
                .setConnectTimeout((int) config.reconnectAfter().toMillis())
                .setTcpKeepAlive(true);
        config.password().ifPresent(options::setPassword);
        return Redis.createClient(vertx, options);
    }
}
