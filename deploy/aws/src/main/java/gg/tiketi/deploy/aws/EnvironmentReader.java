package gg.tiketi.deploy.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Reads an environment's file. Missing settings, unknown ones and unreadable values are refused by name. */
final class EnvironmentReader {

    static final List<String> NAMES = List.of("plan", "prod", "dev");

    private final String name;
    private final Properties settings;
    private final Set<String> unread;

    private EnvironmentReader(String name, Properties settings) {
        this.name = name;
        this.settings = settings;
        this.unread = new HashSet<>(settings.stringPropertyNames());
    }

    static Environment read(String name) {
        return read(name, Map.of());
    }

    /** The environment of that name, with some settings replaced. */
    static Environment read(String name, Map<String, String> replaced) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("no environment " + name + ": there are " + NAMES);
        }
        Properties settings = load(name);
        for (Map.Entry<String, String> entry : replaced.entrySet()) {
            if (settings.setProperty(entry.getKey(), entry.getValue()) == null) {
                throw new IllegalArgumentException("no setting " + entry.getKey());
            }
        }
        return new EnvironmentReader(name, settings).environment();
    }

    private static Properties load(String name) {
        Properties settings = new Properties();
        try (InputStream stream =
                EnvironmentReader.class.getResourceAsStream("/environments/" + name + ".properties")) {
            if (stream == null) {
                throw new IllegalStateException("environments/" + name + ".properties is missing");
            }
            settings.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return settings;
    }

    private Environment environment() {
        Environment environment = new Environment(
                name,
                text("suffix"),
                text("account"),
                text("region"),
                List.of(text("zones").split(",")),
                text("domain"),
                new Environment.Network(number("network.nat-gateways"), flag("network.acls")),
                new Environment.Balancer(
                        flag("balancer.internal"),
                        text("balancer.health-path"),
                        number("balancer.health-seconds"),
                        number("balancer.sticky-seconds"),
                        number("balancer.idle-seconds")),
                new Environment.Edge(
                        number("edge.distributions"),
                        flag("edge.http3"),
                        flag("edge.api-cache"),
                        text("edge.prefix-list"),
                        number("edge.requests-per-5-minutes")),
                database(),
                new Environment.Cache(
                        text("cache.engine"),
                        text("cache.version"),
                        text("cache.node"),
                        number("cache.shards"),
                        number("cache.replicas"),
                        flag("cache.split"),
                        number("cache.snapshot-days")),
                new Environment.Tasks(
                        text("services.architecture"),
                        flag("services.insights"),
                        number("services.min-healthy-percent"),
                        number("services.max-percent"),
                        flag("services.blue-green"),
                        flag("services.collector")),
                sizes(),
                new Environment.Images(text("image.collector"), text("image.shell"), text("image.psql")),
                new Environment.Scaling(
                        number("scaling.min"),
                        number("scaling.max"),
                        number("scaling.peak"),
                        number("scaling.night"),
                        optional("scaling.sale-at").map(LocalDateTime::parse),
                        number("scaling.sale-tasks")),
                mail(),
                new Environment.Watch(
                        number("watch.log-days"), text("watch.email"), text("watch.phone"), text("watch.runbooks")),
                new Environment.Delivery(text("delivery.repository"), text("delivery.github-environment")));
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException(name + " has unknown settings: " + unread);
        }
        return environment;
    }

    private Optional<Environment.Mail> mail() {
        int port = number("mail.port");
        String from = text("mail.from");
        return optional("mail.host").map(host -> new Environment.Mail(host, port, from));
    }

    private Environment.Database database() {
        return new Environment.Database(
                text("database.version"),
                text("database.instance"),
                number("database.storage-gb"),
                number("database.max-storage-gb"),
                flag("database.multi-az"),
                number("database.backup-days"),
                number("database.max-connections"),
                text("database.log-statement"),
                number("database.slow-ms"),
                flag("database.force-tls"),
                flag("database.managed-master"),
                flag("database.protected"),
                optional("database.replica-instance"));
    }

    private Map<Service, Environment.Size> sizes() {
        Map<Service, Environment.Size> sizes = new EnumMap<>(Service.class);
        String one = text("services.size");
        if (!one.equals("each") && !one.matches("\\d+/\\d+")) {
            throw new IllegalArgumentException("services.size must be 'each' or cpu/memory, such as 2048/4096");
        }
        for (Service service : Service.values()) {
            String id = service.id();
            int cpu = number(id + ".cpu");
            int memory = number(id + ".memory-mb");
            if (!one.equals("each")) {
                cpu = Integer.parseInt(one.substring(0, one.indexOf('/')));
                memory = Integer.parseInt(one.substring(one.indexOf('/') + 1));
            }
            sizes.put(
                    service,
                    new Environment.Size(
                            cpu,
                            memory,
                            service.hasData() ? number(id + ".pool") : 0,
                            flag(id + ".spot"),
                            text(id + ".digest")));
        }
        return sizes;
    }

    private String text(String key) {
        unread.remove(key);
        String value = settings.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " lacks the setting " + key);
        }
        return value.strip();
    }

    private Optional<String> optional(String key) {
        return Optional.of(text(key)).filter(value -> !value.equals("none"));
    }

    private int number(String key) {
        try {
            return Integer.parseInt(text(key));
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(key + " must be a whole number", wrong);
        }
    }

    private boolean flag(String key) {
        String value = text(key);
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(key + " must be true or false");
        }
        return value.equals("true");
    }
}
