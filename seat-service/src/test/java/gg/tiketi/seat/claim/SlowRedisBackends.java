package gg.tiketi.seat.claim;

import gg.tiketi.deploy.local.Checkout;
import gg.tiketi.deploy.local.Ports;
import gg.tiketi.deploy.local.RedisServer;
import gg.tiketi.deploy.local.Secrets;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has the service's state in a Redis at the end of a {@link SlowPath}. */
public class SlowRedisBackends implements QuarkusTestResourceLifecycleManager {

    private @Nullable RedisServer redis;
    private @Nullable SlowPath path;

    @Override
    public Map<String, String> start() {
        try {
            String password = Secrets.create();
            RedisServer started = RedisServer.start(Checkout.cache(), Ports.free(), password, line -> {});
            redis = started;
            SlowPath made = new SlowPath(started.port());
            path = made;
            return Map.of(
                    "REDIS_STATE_HOST",
                    "127.0.0.1",
                    "REDIS_STATE_PORT",
                    Integer.toString(made.port()),
                    "REDIS_STATE_PASSWORD",
                    password);
        } catch (IOException failed) {
            stop();
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(path, new TestInjector.MatchesType(SlowPath.class));
    }

    @Override
    public void stop() {
        try {
            if (path != null) {
                path.close();
            }
        } catch (IOException left) {
            System.err.println("left open: " + left);
        }
        if (redis != null) {
            redis.close();
        }
    }
}
