package gg.tiketi.defaults.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionOutageTest {

    private final ConnectionOutage outage = new ConnectionOutage();

    /** As when a database's process is killed while it is asked. */
    @ParameterizedTest(name = "native sockets: {0}")
    @ValueSource(booleans = {true, false})
    void aConnectionThatIsResetIsOne(boolean nativeSockets) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(nativeSockets));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            vertx.createNetClient()
                    .connect(server.getLocalPort(), "127.0.0.1")
                    .onFailure(failure::complete)
                    // Not every kind of socket tells a reset; it ends then without a word.
                    .onSuccess(socket -> socket.exceptionHandler(failure::complete)
                            .closeHandler(closed -> failure.complete(new ClosedChannelException()))
                            .handler(nothing -> {})
                            .write("asked"));
            try (Socket accepted = server.accept()) {
                accepted.setSoLinger(true, 0);
            }

            assertThat(failure.get(10, TimeUnit.SECONDS)).matches(outage::isOutage);
        } finally {
            vertx.close();
        }
    }

    @ParameterizedTest(name = "native sockets: {0}")
    @ValueSource(booleans = {true, false})
    void aDoorThatIsShutIsOne(boolean nativeSockets) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(nativeSockets));
        try {
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            int port;
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = taken.getLocalPort();
            }
            vertx.createNetClient().connect(port, "127.0.0.1").onFailure(failure::complete);

            assertThat(failure.get(10, TimeUnit.SECONDS)).matches(outage::isOutage);
        } finally {
            vertx.close();
        }
    }
}
