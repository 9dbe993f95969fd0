package gg.tiketi.deploy.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** One Redis server on the loopback interface. It keeps nothing on disk: whatever it holds can be rebuilt. */
public final class RedisServer implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final int port;
    private final Process process;

    private RedisServer(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** Starts the server and waits until it answers; each log line goes to {@code log}. */
    public static RedisServer start(Path cache, int port, String password, Consumer<String> log) throws IOException {
        return start(cache, port, password, Children.ofThisProcess(), log);
    }

    static RedisServer start(Path cache, int port, String password, Children children, Consumer<String> log)
            throws IOException {
        Path executable = new Binaries(cache).redis(BackendVersions.here().redis());
        LogTail tail = new LogTail(log);
        // The settings go in by standard input, so that the password is in no file and no process list.
        Process process = children.start("redis", List.of(executable.toString(), "-"), tail);
        try (OutputStream settings = process.getOutputStream()) {
            settings.write("""
                    bind 127.0.0.1
                    port %d
                    requirepass %s
                    save ""
                    appendonly no
                    maxmemory-policy noeviction
                    daemonize no
                    """.formatted(port, password).getBytes(StandardCharsets.UTF_8));
        }
        RedisServer server = new RedisServer(port, process);
        try {
            server.awaitReady(password, tail);
        } catch (IOException failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    private void awaitReady(String password, LogTail tail) throws IOException {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (!answers(password)) {
            if (!process.isAlive()) {
                throw new Refusal("Redis ended with exit code " + process.exitValue() + tail.told());
            }
            if (Instant.now().isAfter(deadline)) {
                throw new Refusal("Redis did not answer in " + START_TIMEOUT.toSeconds() + " s" + tail.told());
            }
            Processes.pause(Duration.ofMillis(20));
        }
    }

    private boolean answers(String password) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes("+OK\r\n+PONG".length()), StandardCharsets.UTF_8).equals("+OK\r\n+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The loopback port. */
    public int port() {
        return port;
    }

    /** The server's process. */
    public Process process() {
        return process;
    }

    @Override
    public void close() {
        Processes.stop(process, STOP_TIMEOUT);
    }
}
