package gg.tiketi.deploy.benchmarks;

import gg.tiketi.deploy.local.Port;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Just enough of Redis' protocol to ask what a key weighs and to listen to what a service sends. */
final class RedisConnection implements AutoCloseable {

    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RedisConnection(MeasuredSuite suite) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), suite.port(Port.REDIS));
        socket.setSoTimeout(TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        ask("AUTH", suite.secret("redis"));
    }

    /** One command whose answer is a number, a status, a text, or the length of a list. */
    String ask(String... command) throws IOException {
        StringBuilder text = new StringBuilder("*" + command.length + "\r\n");
        for (String word : command) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
        String answer = readLine();
        return switch (answer.charAt(0)) {
            case '+', ':', '*' -> answer.substring(1);
            case '$' -> answer.equals("$-1") ? "" : readText(Integer.parseInt(answer.substring(1)));
            default -> throw new IOException("Redis answered " + answer);
        };
    }

    /** The keys that fit the pattern; a benchmark's Redis has few. */
    List<String> keys(String pattern) throws IOException {
        String count = ask("KEYS", pattern);
        List<String> keys = new ArrayList<>();
        for (int i = Integer.parseInt(count); i > 0; i--) {
            keys.add(readText(Integer.parseInt(readLine().substring(1))));
        }
        return keys;
    }

    /** The next line, such as each command while monitoring. */
    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("Redis closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private String readText(int length) throws IOException {
        String text = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
        in.readNBytes(2);
        return text;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
