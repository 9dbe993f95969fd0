package gg.tiketi.deploy.local;

import java.io.EOFException;
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
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private final int port;
    private final String password;
    private final Process process;

    private RedisServer(int port, String password, Process process) {
        this.port = port;
        this.password = password;
        this.process = process;
    }

    /** Starts the server and waits until it answers; each log line goes to {@code log}. */
    public static RedisServer start(Path cache, int port, String password, Consumer<String> log) throws IOException {
        return start(cache, port, password, Children.ofThisProcess(), log);
    }

    static RedisServer start(Path cache, int port, String password, Children children, Consumer<String> log)
            throws IOException {
        return start(cache, port, password, "", children, log);
    }

    /** With further settings, one a line. */
    static RedisServer start(
            Path cache, int port, String password, String settingsToo, Children children, Consumer<String> log)
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
                    rdb-del-sync-files yes
                    maxmemory-policy noeviction
                    daemonize no
                    %s
                    """.formatted(port, password, settingsToo).getBytes(StandardCharsets.UTF_8));
        }
        RedisServer server = new RedisServer(port, password, process);
        try {
            server.awaitReady(tail);
        } catch (IOException failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    private void awaitReady(LogTail tail) throws IOException {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (!answers()) {
            if (!process.isAlive()) {
                throw new Refusal("Redis ended with exit code " + process.exitValue() + tail.told());
            }
            if (Instant.now().isAfter(deadline)) {
                throw new Refusal("Redis did not answer in " + START_TIMEOUT.toSeconds() + " s" + tail.told());
            }
            Processes.pause(Duration.ofMillis(20));
        }
    }

    private boolean answers() {
        try {
            return tell("PING").equals("PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * Sends one command, its words parted by spaces, over a connection of its own and tells the answer: a status, an
     * error, a number or a text.
     */
    public String tell(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) ANSWER_TIMEOUT.toMillis());
            socket.getOutputStream()
                    .write(("AUTH " + password + "\r\n" + command + "\r\n").getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            String signedIn = line(in);
            if (!signedIn.equals("+OK")) {
                throw new IOException(signedIn);
            }
            String answer = line(in);
            return answer.startsWith("$")
                    ? new String(
                            in.readNBytes(Math.max(0, Integer.parseInt(answer.substring(1)))), StandardCharsets.UTF_8)
                    : answer.substring(1);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int letter = in.read(); letter != '\r'; letter = in.read()) {
            if (letter < 0) {
                throw new EOFException("connection ended");
            }
            line.append((char) letter);
        }
        in.skipNBytes(1);
        return line.toString();
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
