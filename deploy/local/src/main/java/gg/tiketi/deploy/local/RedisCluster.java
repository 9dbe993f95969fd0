package gg.tiketi.deploy.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Redis Cluster of primaries on the loopback interface, for tests. A server that is stopped and started again is the
 * same node with the same slots and no data. The others go on without it.
 */
public final class RedisCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(60);

    /** The servers talk to each other on their port and this much more, which must be a port as well. */
    private static final int BUS_OFFSET = 10_000;

    private static final int HIGHEST_PORT = 65_535 - BUS_OFFSET;

    private final Path cache;
    private final Path folder;
    private final String password;
    private final Consumer<String> log;
    private final List<RedisServer> servers = new ArrayList<>();

    private RedisCluster(Path cache, Path folder, String password, Consumer<String> log) {
        this.cache = cache;
        this.folder = folder;
        this.password = password;
        this.log = log;
    }

    /** Starts so many primaries, shares the slots out in order, and waits until all know of each other. */
    public static RedisCluster start(Path cache, Path folder, int size, String password, Consumer<String> log)
            throws IOException {
        RedisCluster cluster = new RedisCluster(cache, folder, password, log);
        try {
            for (int port : freePorts(size)) {
                cluster.servers.add(cluster.startServer(port));
            }
            cluster.join();
        } catch (IOException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
        return cluster;
    }

    private static List<Integer> freePorts(int size) {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < size) {
            Ports.free(size * 4).stream()
                    .filter(port -> port <= HIGHEST_PORT && !ports.contains(port) && Ports.isFree(port + BUS_OFFSET))
                    .limit(size - ports.size())
                    .forEach(ports::add);
        }
        return ports;
    }

    private RedisServer startServer(int port) throws IOException {
        Path own = Files.createDirectories(folder.resolve("redis-" + port));
        String settings = """
                dir %s
                cluster-enabled yes
                cluster-config-file nodes.conf
                cluster-node-timeout 2000
                cluster-require-full-coverage no
                """.formatted(own.toAbsolutePath());
        return RedisServer.start(cache, port, password, settings, Children.ofThisProcess(), log);
    }

    private void join() throws IOException {
        int size = servers.size();
        for (int i = 0; i < size; i++) {
            String slots = IntStream.range(i * SLOTS / size, (i + 1) * SLOTS / size)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            expectOk(servers.get(i).tell("CLUSTER ADDSLOTS " + slots));
            expectOk(servers.get(i).tell("CLUSTER SET-CONFIG-EPOCH " + (i + 1)));
            expectOk(servers.getFirst()
                    .tell("CLUSTER MEET 127.0.0.1 " + servers.get(i).port()));
        }
        Instant deadline = Instant.now().plus(JOIN_TIMEOUT);
        for (RedisServer server : servers) {
            while (!knowsAll(server)) {
                if (Instant.now().isAfter(deadline)) {
                    throw new Refusal(
                            "the Redis servers did not find each other in " + JOIN_TIMEOUT.toSeconds() + " s");
                }
                Processes.pause(Duration.ofMillis(50));
            }
        }
    }

    private boolean knowsAll(RedisServer server) throws IOException {
        String about = server.tell("CLUSTER INFO");
        return about.contains("cluster_state:ok") && about.contains("cluster_size:" + servers.size());
    }

    private static void expectOk(String answer) throws IOException {
        if (!answer.equals("OK")) {
            throw new IOException(answer);
        }
    }

    /** The primaries, in order of their slots. */
    public List<RedisServer> servers() {
        return List.copyOf(servers);
    }

    /** Starts the server again that was stopped or killed, without its data. */
    public void restart(int index) throws IOException {
        RedisServer gone = servers.get(index);
        gone.close();
        servers.set(index, startServer(gone.port()));
    }

    /** Stops all of them. */
    @Override
    public void close() {
        servers.forEach(RedisServer::close);
    }
}
