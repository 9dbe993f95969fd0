package gg.tiketi.deploy.aws;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything in which environments differ, read from {@code environments/<name>.properties} and checked. Stacks take
 * their numbers from here and nowhere else; what is the same everywhere stands in the stacks.
 */
record Environment(
        String name,
        String suffix,
        String account,
        String region,
        List<String> zones,
        String domain,
        Network network,
        Balancer balancer,
        Edge edge,
        Database database,
        Cache cache,
        Tasks tasks,
        Map<Service, Size> sizes,
        Images images,
        Scaling scaling,
        Optional<Mail> mail,
        Watch watch,
        Delivery delivery) {

    static final String GLOBAL_REGION = "us-east-1";
    static final String NO_DIGEST = "sha256:" + "0".repeat(64);

    Environment {
        zones = List.copyOf(zones);
        sizes = Map.copyOf(sizes);
        require(account.matches("\\d{12}"), "account must be twelve digits");
        require(zones.size() == 2, "zones must be two");
        require(zones.stream().allMatch(zone -> zone.startsWith(region)), "zones must be in the region");
        require(sizes.size() == Service.values().length, "each service needs a size");
        require(
                tasks.maxPercent() > 100 || tasks.minHealthyPercent() < 100,
                "a deployment needs room: above 100 % or below");
        require(
                scaling.max() * sizes.values().stream().mapToInt(Size::pool).sum() <= database.maxConnections(),
                "the pools of all tasks exceed database.max-connections");
    }

    /** A name that exists once per environment: {@code tiketi-alb-prod}. */
    String named(String what) {
        return "tiketi-" + what + "-" + suffix;
    }

    /** A stack's name; environments may share an account. */
    String stack(String what) {
        return "tiketi-" + name + "-" + what;
    }

    Size size(Service service) {
        Size size = sizes.get(service);
        if (size == null) {
            throw new IllegalStateException("no size for " + service);
        }
        return size;
    }

    /** PostgreSQL connections of one task of each service. */
    int connectionsOfOneTaskEach() {
        return sizes.values().stream().mapToInt(Size::pool).sum();
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    record Network(int natGateways, boolean acls) {
        Network {
            require(natGateways == 1 || natGateways == 2, "network.nat-gateways must be 1 or 2");
        }
    }

    record Balancer(boolean internal, String healthPath, int healthSeconds, int stickySeconds, int idleSeconds) {
        Balancer {
            require(healthSeconds > 5 && healthSeconds <= 300, "balancer.health-seconds must be 6 to 300");
        }
    }

    record Edge(int distributions, boolean http3, boolean apiCache, String prefixList, int requestsPer5Minutes) {
        Edge {
            require(distributions == 1 || distributions == 2, "edge.distributions must be 1 or 2");
            require(prefixList.startsWith("pl-"), "edge.prefix-list must start with pl-");
        }
    }

    record Database(
            String version,
            String instance,
            int storageGb,
            int maxStorageGb,
            boolean multiAz,
            int backupDays,
            int maxConnections,
            String logStatement,
            int slowMs,
            boolean forceTls,
            boolean managedMaster,
            boolean isProtected,
            Optional<String> replicaInstance) {
        Database {
            require(maxStorageGb > storageGb, "database.max-storage-gb must exceed storage-gb");
            require(backupDays >= 1, "database.backup-days must be at least 1: a replica and a restore need one");
        }
    }

    record Cache(
            String engine, String version, String node, int shards, int replicas, boolean isSplit, int snapshotDays) {
        Cache {
            require(engine.equals("redis") || engine.equals("valkey"), "cache.engine must be redis or valkey");
        }

        /** Several shards make a cluster, which clients must be told. */
        boolean isCluster() {
            return shards > 1;
        }

        String family() {
            return engine + version.substring(0, 1);
        }
    }

    record Tasks(
            String architecture,
            boolean insights,
            int minHealthyPercent,
            int maxPercent,
            boolean isBlueGreen,
            boolean collector) {}

    record Size(int cpu, int memoryMb, int pool, boolean spot, String digest) {
        Size {
            require(List.of(256, 512, 1024, 2048, 4096).contains(cpu), "cpu must be a size of Fargate");
            require(memoryMb >= 2 * cpu && memoryMb <= 8 * cpu, "memory-mb must be 2 to 8 times cpu");
            require(digest.matches("sha256:[0-9a-f]{64}"), "digest must be sha256: and 64 hexadecimal digits");
        }
    }

    /** Images that are not ours, each by digest. */
    record Images(String collector, String shell, String psql) {
        Images {
            require(
                    List.of(collector, shell, psql).stream().allMatch(image -> image.contains("@sha256:")),
                    "images must be named by digest");
        }
    }

    record Scaling(int min, int max, int peak, int night, Optional<LocalDateTime> saleAt, int saleTasks) {
        Scaling {
            require(min >= 1 && night >= 1 && min <= max, "scaling.min must be 1 to max");
            require(peak <= max && night <= max && saleTasks <= max, "no schedule may ask for more than scaling.max");
        }
    }

    /** The server that mails are handed to, by STARTTLS with a login from the secrets. */
    record Mail(String host, int port, String from) {
        Mail {
            require(port > 0 && port < 65_536, "mail.port must be a port");
            require(from.contains("@"), "mail.from must be an address");
        }
    }

    record Watch(int logDays, String email, String phone, String runbooks) {}

    record Delivery(String repository, String githubEnvironment) {}
}
