package gg.tiketi.deploy.benchmarks;

import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.PortPlan;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Two nginx: one that answers everything with {@code {}}, and a plain reverse proxy with kept-open connections before it. */
final class NginxServers implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(10);

    private static final String BEGINNING = """
            daemon off;
            pid %1$s/%2$s.pid;
            error_log stderr crit;
            worker_processes %3$d;
            events { worker_connections 4096; }
            http {
                access_log off;
                keepalive_requests 100000000;
                client_body_temp_path %1$s/%2$s-body;
                proxy_temp_path %1$s/%2$s-proxy;
                fastcgi_temp_path %1$s/%2$s-fastcgi;
                uwsgi_temp_path %1$s/%2$s-uwsgi;
                scgi_temp_path %1$s/%2$s-scgi;
            """;

    private static final String STUB = """
                server {
                    listen 127.0.0.1:%d;
                    location / { default_type application/json; return 200 '{}'; }
                }
            }
            """;

    private static final String PROXY = """
                upstream stub { server 127.0.0.1:%d; keepalive 256; keepalive_requests 100000000; }
                server {
                    listen 127.0.0.1:%d;
                    location / {
                        proxy_pass http://stub;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header X-Forwarded-For $remote_addr;
                    }
                }
            }
            """;

    private final int stubPort;
    private final int proxyPort;
    private final List<Process> processes = new ArrayList<>();

    private NginxServers(int stubPort, int proxyPort) {
        this.stubPort = stubPort;
        this.proxyPort = proxyPort;
    }

    /** Starts both; nginx must be on the path. */
    static NginxServers start(Path folder) throws IOException {
        PortPlan free = PortPlan.free();
        NginxServers servers = new NginxServers(free.number(Port.SEAT), free.number(Port.GATEWAY));
        try {
            servers.start(folder, "stub", 1, STUB.formatted(servers.stubPort), servers.stubPort);
            servers.start(
                    folder,
                    "proxy",
                    Runtime.getRuntime().availableProcessors(),
                    PROXY.formatted(servers.stubPort, servers.proxyPort),
                    servers.proxyPort);
        } catch (IOException failed) {
            servers.close();
            throw failed;
        }
        return servers;
    }

    private void start(Path folder, String name, int workers, String rest, int port) throws IOException {
        Path settings = folder.resolve(name + ".conf").toAbsolutePath();
        Files.writeString(settings, BEGINNING.formatted(folder.toAbsolutePath(), name, workers) + rest);
        processes.add(new ProcessBuilder("nginx", "-p", folder.toAbsolutePath().toString(), "-c", settings.toString())
                .inheritIO()
                .start());
        Instant until = Instant.now().plus(START);
        while (!answers(port)) {
            if (Instant.now().isAfter(until) || !processes.getLast().isAlive()) {
                throw new IOException("nginx did not start");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    String stubUrl() {
        return "http://127.0.0.1:" + stubPort;
    }

    int stubPort() {
        return stubPort;
    }

    int proxyPort() {
        return proxyPort;
    }

    /** Milliseconds of processor time of the proxy's workers so far. */
    long proxyMillis() throws IOException {
        long millis = 0;
        try (Stream<ProcessHandle> workers = processes.getLast().toHandle().children()) {
            for (ProcessHandle worker : workers.toList()) {
                millis += CpuMeter.millis(worker.pid());
            }
        }
        return millis;
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }
}
