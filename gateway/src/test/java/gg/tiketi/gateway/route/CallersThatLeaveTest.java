package gg.tiketi.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A caller's end must end its own exchange only, although connections to services are used again by others. */
@QuarkusTest
class CallersThatLeaveTest {

    private static final int TIMEOUT_MS = 60_000;

    /**
     * Answers of growing size to callers that do not read: some of them are read whole from the service, but still held
     * back from the caller, which is when their connection is already someone else's.
     */
    private static final int HELD_BACK = 64;

    private static final int STEP_BYTES = 48 * 1024;

    /** More than there can be idle connections, so that each of those above is in use again. */
    private static final int OTHERS = 80;

    @Inject
    Vertx vertx;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void aCallerThatLeavesCutsNobodyElsesAnswer() throws IOException {
        // given
        List<Socket> leaving = new ArrayList<>();
        for (int size = 1; size <= HELD_BACK; size++) {
            Socket socket = ask("/api/auth/sized?bytes=" + size * STEP_BYTES);
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            leaving.add(socket);
        }
        List<Socket> others = new ArrayList<>();
        for (int other = 0; other < OTHERS; other++) {
            others.add(ask("/api/auth/late"));
        }
        for (Socket other : others) {
            assertThat(readUntil(other, "begun")).startsWith("HTTP/1.1 200");
        }

        // when
        for (Socket socket : leaving) {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        // then
        for (Socket other : others) {
            assertThat(readUntil(other, "0\r\n\r\n")).contains("done").endsWith("0\r\n\r\n");
        }
    }

    /** Shared ones were cut by the end of one exchange, on one thread, when the next had them already, on another. */
    @Test
    void eventLoopsShareNoConnections() throws IOException {
        // given
        int loops = 0;
        for (Object loop : vertx.nettyEventLoopGroup()) {
            loops++;
        }
        assumeTrue(loops > 1);
        List<Set<String>> callersOfOneLoop = new ArrayList<>();

        // when: callers are given to the loops in turn
        for (int caller = 0; caller < 4 * loops; caller++) {
            Set<String> connections = connectionsOf("/api/auth/me", 10);
            for (Set<String> known : List.copyOf(callersOfOneLoop)) {
                if (!Collections.disjoint(known, connections)) {
                    connections.addAll(known);
                    callersOfOneLoop.remove(known);
                }
            }
            callersOfOneLoop.add(connections);
        }

        // then: callers that had a connection in common are one group
        assertThat(callersOfOneLoop).hasSizeGreaterThan(1);
    }

    /** The service's connections that a caller was served over. */
    private Set<String> connectionsOf(String path, int requests) throws IOException {
        Set<String> connections = new HashSet<>();
        Socket socket = ask(path);
        for (int request = 1; request <= requests; request++) {
            readUntil(socket, "\"connection\":");
            connections.add(readUntil(socket, "}"));
            if (request < requests) {
                send(socket, path);
            }
        }
        return connections;
    }

    private Socket ask(String path) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress("127.0.0.1", RestAssured.port), TIMEOUT_MS);
        send(socket, path);
        return socket;
    }

    private static void send(Socket socket, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What arrives until the text has come, or nothing more comes. */
    private static String readUntil(Socket socket, String text) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            read.append((char) next);
            if (read.indexOf(text, read.length() - text.length()) >= 0) {
                break;
            }
        }
        return read.toString();
    }
}
