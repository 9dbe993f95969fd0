package gg.tiketi.deploy.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Questions about the ports of this machine. */
public final class Ports {

    private static final Pattern PROCESS_ID = Pattern.compile("(?:pid=)?(\\d+)");

    private Ports() {}

    /** A loopback TCP port that nobody listens on at this moment. */
    public static int free() {
        return free(1).getFirst();
    }

    /** So many different ports that nobody listens on at this moment. */
    static List<Integer> free(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException refused) {
            throw new UncheckedIOException("no free port", refused);
        } finally {
            held.forEach(Ports::close);
        }
    }

    /** Whether a server could listen on the port of all addresses now; lingering closed connections do not count. */
    public static boolean isFree(int port) {
        // Some systems let a wildcard listener in beside one of a single address, so both are tried.
        return canListen(new InetSocketAddress(port))
                && canListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Who listens on the port, such as {@code process 4711 (nginx)}, where the system's tools can tell. */
    static Optional<String> owner(int port) {
        return output(List.of("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-t"))
                .or(() -> output(List.of("ss", "-Hltnp", "sport = :" + port))
                        .filter(line -> line.contains("pid="))
                        .map(line -> line.substring(line.indexOf("pid="))))
                .map(PROCESS_ID::matcher)
                .filter(Matcher::lookingAt)
                .map(found -> "process " + found.group(1) + name(Long.parseLong(found.group(1))));
    }

    private static String name(long processId) {
        return ProcessHandle.of(processId)
                .flatMap(process -> process.info().command())
                .map(command -> " (" + command.substring(command.lastIndexOf('/') + 1) + ")")
                .orElse("");
    }

    private static Optional<String> output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static boolean canListen(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException unusual) {
            throw new UncheckedIOException(unusual);
        }
    }
}
