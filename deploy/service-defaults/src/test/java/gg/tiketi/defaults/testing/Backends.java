package gg.tiketi.defaults.testing;

import gg.tiketi.deploy.local.Checkout;
import gg.tiketi.deploy.local.Database;
import gg.tiketi.deploy.local.Ports;
import gg.tiketi.deploy.local.PostgresServer;
import gg.tiketi.deploy.local.RedisServer;
import gg.tiketi.deploy.local.Secrets;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A real, empty PostgreSQL (fsync off) and Redis for a module's tests, plus the settings that point a service at them.
 * Argument {@code schema}: the service's schema, {@code auth}, {@code event} or {@code seat}.
 */
public class Backends implements QuarkusTestResourceLifecycleManager {

    /** System property with the Redis server's process id, for tests that freeze it. */
    public static final String REDIS_PROCESS = "tiketi.test.redis-process";

    private String schema = "";
    private Path data;
    private PostgresServer postgres;
    private RedisServer redis;

    @Override
    public void init(Map<String, String> arguments) {
        schema = arguments.getOrDefault("schema", "");
    }

    @Override
    public Map<String, String> start() {
        try {
            data = Files.createTempDirectory("tiketi-test-");
            String superuserPassword = Secrets.create();
            postgres = PostgresServer.start(
                    new PostgresServer.Options(
                            Checkout.cache(), data.resolve("postgres"), Ports.free(), superuserPassword, false),
                    line -> {});
            Map<String, String> passwords = new HashMap<>();
            List.of("auth", "event", "seat").forEach(name -> passwords.put(name, Secrets.create()));
            Database.prepare(postgres, passwords);
            String redisPassword = Secrets.create();
            redis = RedisServer.start(Checkout.cache(), Ports.free(), redisPassword, line -> {});
            System.setProperty(REDIS_PROCESS, Long.toString(redis.process().pid()));
            Map<String, String> settings = new HashMap<>(Map.of(
                    "DB_HOST", "127.0.0.1",
                    "DB_PORT", Integer.toString(postgres.port()),
                    "REDIS_HOST", "127.0.0.1",
                    "REDIS_PORT", Integer.toString(redis.port()),
                    "REDIS_PASSWORD", redisPassword,
                    "quarkus.http.test-port", "0",
                    "quarkus.management.test-port", "0"));
            if (!schema.isEmpty()) {
                settings.put("DB_USER", Database.role(schema));
                settings.put("DB_PASSWORD", passwords.get(schema));
            }
            return settings;
        } catch (IOException | SQLException failed) {
            stop();
            throw new IllegalStateException("test backends did not start", failed);
        }
    }

    @Override
    public void stop() {
        if (redis != null) {
            redis.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (data != null) {
            forget(data);
        }
    }

    private static void forget(Path data) {
        try {
            PostgresServer.deleteData(data.resolve("postgres"));
            Files.deleteIfExists(data);
        } catch (IOException left) {
            System.err.println("left behind: " + data);
        }
    }
}
