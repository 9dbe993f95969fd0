package gg.tiketi.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check that both images carry, asked about a service that is made up. */
class HealthyTest {

    private HttpServer service;
    private volatile int status = 200;
    private volatile String asked = "";

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            asked = exchange.getRequestURI().getPath();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void aServiceThatIsReadyIsHealthy() throws Exception {
        assertThat(check()).isZero();
        assertThat(asked).isEqualTo("/health/ready");
    }

    @Test
    void aServiceThatIsNotReadyIsNot() throws Exception {
        status = 503;

        assertThat(check()).isNotZero();
    }

    @Test
    void aServiceThatDoesNotListenIsNot() throws Exception {
        service.stop(0);

        assertThat(check()).isNotZero();
    }

    @Test
    void anotherQuestionCanBeAsked() throws Exception {
        assertThat(check("live")).isZero();
        assertThat(asked).isEqualTo("/health/live");
    }

    private int check(String... arguments) throws Exception {
        ProcessBuilder command = new ProcessBuilder(
                        "bash", Checkout.file("deploy/images/healthy").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        command.command().addAll(java.util.List.of(arguments));
        command.environment()
                .put(
                        "QUARKUS_MANAGEMENT_PORT",
                        Integer.toString(service.getAddress().getPort()));
        Process process = command.start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
