package gg.tiketi.auth.throttle;

import io.quarkus.redis.client.RedisClientName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counters of failed sign-ins in Redis. Each key is touched by itself, so that they may be on different nodes of a
 * cluster.
 *
 * <pre>
 * key                                  type                      ttl       written by
 * limit:sign-in-pair:{digest}          hash: n, at (ms)          forget    every sign-in of an account from an address
 * limit:sign-in-address:{digest}       the same                  forget    every sign-in from an address new to the account
 * limit:sign-in-account:{digest}       the same                  forget    the same
 * limit:familiar:{digest of the pair}  "1"                       familiar  every complete sign-in
 * </pre>
 */
@ApplicationScoped
public class ThrottleStore {

    private final Redis redis;
    private final String takeAttempt = read("/lua/throttle/take-attempt.lua");
    private final String giveBack = read("/lua/throttle/give-back.lua");

    ThrottleStore(@RedisClientName("state") Redis redis) {
        this.redis = redis;
    }

    /** Counts an attempt as failed before it is made; a wait, and nothing counted, when it is too early. */
    Uni<Optional<Duration>> take(Counter counter, Instant now) {
        Request script = Request.cmd(Command.EVAL)
                .arg(takeAttempt)
                .arg(1)
                .arg(counter.key())
                .arg(now.toEpochMilli())
                .arg(counter.free())
                .arg(counter.first().toMillis())
                .arg(counter.longest().toMillis())
                .arg(counter.forget().toMillis());
        return redis.send(script)
                .map(answer ->
                        Optional.of(answer.toLong()).filter(wait -> wait > 0).map(Duration::ofMillis));
    }

    /** An attempt was no failure after all. */
    Uni<Void> giveBack(Counter counter) {
        return redis.send(Request.cmd(Command.EVAL).arg(giveBack).arg(1).arg(counter.key()))
                .replaceWithVoid();
    }

    /** Forgets all failures. */
    Uni<Void> clear(Counter counter) {
        return redis.send(Request.cmd(Command.DEL).arg(counter.key())).replaceWithVoid();
    }

    /** Whether the account signed in from the address before. */
    Uni<Boolean> isFamiliar(String key) {
        return redis.send(Request.cmd(Command.EXISTS).arg(key)).map(answer -> answer.toLong() == 1);
    }

    /** The account signed in from the address. */
    Uni<Void> makeFamiliar(String key, Duration duration) {
        Request request = Request.cmd(Command.SET).arg(key).arg("1").arg("PX").arg(duration.toMillis());
        return redis.send(request).replaceWithVoid();
    }

    private static String read(String name) {
        try (InputStream script = ThrottleStore.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
