package gg.tiketi.system.engine;

import gg.tiketi.deploy.local.Suite;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Properties;

/** Tells a Redis server of the suite something, past the wire, and reads what it says. */
final class RedisTalk implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    private RedisTalk(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** The password of the suite's Redis. */
    static String password(Suite suite) throws IOException {
        Properties secrets = new Properties();
        try (Reader file = Files.newBufferedReader(suite.folder().resolve("secrets.properties"))) {
            secrets.load(file);
        }
        return secrets.getProperty("redis");
    }

    /** Connects to the server on this port of this machine. */
    static RedisTalk to(int port, String password) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        RedisTalk talk = new RedisTalk(socket);
        talk.tell("AUTH", password);
        return talk;
    }

    /** One command and its reply as text: of a list the number of its elements. */
    String tell(String... words) throws IOException {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        OutputStream out = socket.getOutputStream();
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        String line = line();
        if (line.startsWith("-")) {
            throw new IOException(line);
        }
        if (!line.startsWith("$")) {
            return line.substring(1);
        }
        int length = Integer.parseInt(line.substring(1));
        if (length < 0) {
            return "";
        }
        String value = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        line();
        return value;
    }

    private String line() throws IOException {
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

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
