package gg.tiketi.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends requests byte for byte as they are written, such as no proper client would send. */
public final class RawRequest {

    private static final int TIMEOUT_MILLIS = 60_000;
    private static final String END_OF_HEADERS = "\r\n\r\n";

    private RawRequest() {}

    /** One request with these header lines besides Host and Connection: close. */
    public static Answer send(Client client, String method, String target, List<String> headers, String body) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        return parse(exchange(client, head + "Connection: close" + END_OF_HEADERS + body));
    }

    /** Everything that comes back for these bytes until the server closes. */
    public static String exchange(Client client, String bytes) {
        URI gateway = URI.create(client.url());
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
            return readAll(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException(bytes.lines().findFirst().orElse("") + ": " + failed.getMessage(), failed);
        }
    }

    private static String readAll(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        try {
            for (int read = socket.getInputStream().read(part);
                    read >= 0;
                    read = socket.getInputStream().read(part)) {
                all.write(part, 0, read);
            }
        } catch (SocketException reset) {
            // What was said before the reset counts: a server may close while it is still being sent a body.
            if (all.size() == 0) {
                throw reset;
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static Answer parse(String text) {
        int end = text.indexOf(END_OF_HEADERS);
        if (end < 0) {
            throw new AssertionError("no HTTP answer: " + text);
        }
        List<String> lines = text.substring(0, end).lines().toList();
        Map<String, List<String>> headers = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(lines.getFirst().split(" ", -1)[1]);
        return Answer.of(
                status, HttpHeaders.of(headers, (name, value) -> true), text.substring(end + END_OF_HEADERS.length()));
    }
}
