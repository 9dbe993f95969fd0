package gg.tiketi.seat.claim;

import gg.tiketi.deploy.local.Checkout;
import gg.tiketi.deploy.local.RedisCluster;
import gg.tiketi.deploy.local.RedisServer;
import gg.tiketi.deploy.local.Secrets;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Has the service's state in a Redis Cluster of three primaries. */
public class RedisClusterBackends implements QuarkusTestResourceLifecycleManager {

    private static final int PRIMARIES = 3;

    private @Nullable Path folder;
    private @Nullable RedisCluster cluster;

    @Override
    public Map<String, String> start() {
        try {
            Path made = Files.createTempDirectory("tiketi-cluster-");
            folder = made;
            String password = Secrets.create();
            RedisCluster started = RedisCluster.start(Checkout.cache(), made, PRIMARIES, password, line -> {});
            cluster = started;
            return Map.of(
                    "REDIS_STATE_TYPE",
                    "cluster",
                    "REDIS_STATE_HOSTS",
                    started.servers().stream()
                            .map(RedisServer::port)
                            .map(port -> "redis://127.0.0.1:" + port)
                            .collect(Collectors.joining(",")),
                    "REDIS_STATE_PASSWORD",
                    password);
        } catch (IOException failed) {
            stop();
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(cluster, new TestInjector.MatchesType(RedisCluster.class));
    }

    @Override
    public void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
            } catch (IOException left) {
                System.err.println("left behind: " + folder);
            }
        }
    }
}
