package gg.tiketi.auth.throttle;

import io.quarkus.redis.client.RedisClientName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Counters of failed sign-ins in Redis.
 *
 * <pre>
 * key                                  type    ttl     written by
 * limit:sign-in:{SHA-256 of the pair}  number  window  every failed sign-in
 * </pre>
 */
@ApplicationScoped
public class ThrottleStore {

    private static final String SCRIPT = "/lua/throttle/count-failure.lua";

    private final Redis redis;
    private final String countFailure;

    ThrottleStore(@RedisClientName("state") Redis redis) {
        this.redis = redis;
        this.countFailure = read();
    }

    /** Failures so far and how long they still count. */
    record Count(long failures, Duration left) {}

    /** The failures of a pair. */
    Uni<Count> count(String pair) {
        List<Request> reads = List.of(
                Request.cmd(Command.GET).arg(key(pair)),
                Request.cmd(Command.PTTL).arg(key(pair)));
        return redis.batch(reads).map(ThrottleStore::count);
    }

    /** Adds a failure. */
    Uni<Void> add(String pair, Duration window) {
        Request script = Request.cmd(Command.EVAL)
                .arg(countFailure)
                .arg(1)
                .arg(key(pair))
                .arg(window.toSeconds());
        return redis.send(script).replaceWithVoid();
    }

    /** Forgets the failures of a pair. */
    Uni<Void> clear(String pair) {
        return redis.send(Request.cmd(Command.DEL).arg(key(pair))).replaceWithVoid();
    }

    private static Count count(List<Response> answers) {
        Response failures = answers.getFirst();
        return failures == null
                ? new Count(0, Duration.ZERO)
                : new Count(
                        failures.toLong(),
                        Duration.ofMillis(Math.max(0, answers.getLast().toLong())));
    }

    private static String key(String pair) {
        return "limit:sign-in:" + pair;
    }

    private static String read() {
        try (InputStream script = ThrottleStore.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new IllegalStateException("missing resource " + SCRIPT);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
