package gg.tiketi.deploy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gg.tiketi.deploy.local.Checkout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadGeneratorTest {

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    private HttpServer server;
    private LoadGenerator load;

    @BeforeEach
    void compileAndServe() throws IOException {
        assumeTrue(LoadGenerator.isPossible(), "needs Linux and a C compiler");
        load = LoadGenerator.compile(Checkout.root().resolve("deploy/benchmarks/load"), folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    /** The path says what is answered: status, length of the body or "chunked", milliseconds to wait. */
    private void answer(HttpExchange exchange) throws IOException {
        String[] asked = exchange.getRequestURI().getPath().substring(1).split("/");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add(exchange.getRequestMethod() + " "
                + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " " + body);
        if (asked.length > 2) {
            LockSupport.parkNanos(Long.parseLong(asked[2]) * 1_000_000);
        }
        boolean chunked = asked[1].equals("chunked");
        int length = chunked ? 5_000 : Integer.parseInt(asked[1]);
        exchange.sendResponseHeaders(Integer.parseInt(asked[0]), chunked ? 0 : length == 0 ? -1 : length);
        if (length > 0) {
            exchange.getResponseBody().write(new byte[length]);
        }
        exchange.close();
    }

    private LoadResult play(LoadPlan plan, String... lines) throws IOException {
        Path file = folder.resolve("requests.txt");
        Files.write(file, List.of(lines));
        return load.play(server.getAddress().getPort(), new RequestFile(file, List.of()), plan);
    }

    private static LoadPlan closed(int connections) {
        return new LoadPlan(connections, 60, 0, false, 1);
    }

    @Test
    void everyRequestIsSentOnceAndItsAnswerFiledUnderItsPlace() throws IOException {
        // when
        LoadResult result = play(
                closed(3),
                "GET /200/10\t\t",
                "POST /201/chunked\tAuthorization: Bearer x\u001fIdempotency-Key: k1\t{\"seats\":[\"좌석\"]}",
                "GET /409/70000\tIdempotency-Key: k2\t",
                "GET /204/0\t\t",
                "GET /200/0\t\t");

        // then
        assertThat(result.answers()).containsExactly(200, 201, 409, 204, 200);
        assertThat(result.statuses())
                .containsOnly(
                        java.util.Map.entry(200, 2L),
                        java.util.Map.entry(201, 1L),
                        java.util.Map.entry(204, 1L),
                        java.util.Map.entry(409, 1L));
        assertThat(result.largestBody()).isEqualTo(70_000);
        assertThat(result.lost()).isZero();
        assertThat(seen).contains("POST k1 {\"seats\":[\"좌석\"]}", "GET k2 ").hasSize(5);
    }

    @Test
    void percentilesAreThoseOfTheAnswers() throws IOException {
        // given: nine of ten take 20 ms, one takes 200 ms
        String[] lines = new String[100];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "GET /200/1/" + (i % 10 == 0 ? 200 : 20) + "\t\t";
        }

        // when
        LoadResult result = play(closed(10), lines);

        // then
        List<Double> millis = Files.readAllLines(folder.resolve("requests.txt.ledger")).stream()
                .map(line -> Integer.parseInt(line.split(" ")[2]) / 1000.0)
                .sorted()
                .toList();
        assertThat(result.millis("p50")).isCloseTo(millis.get(49), within(millis.get(49) * 0.02));
        assertThat(result.millis("p90")).isCloseTo(millis.get(89), within(millis.get(89) * 0.02));
        assertThat(result.millis("p99")).isCloseTo(millis.get(98), within(millis.get(98) * 0.02));
        assertThat(result.millis("max")).isCloseTo(millis.get(99), within(0.01)).isGreaterThanOrEqualTo(200);
    }

    @Test
    void inAnOpenLoopAStallIsFeltByAllThatBecameDueMeanwhile() throws IOException {
        // given: one connection, and the first answer takes half a second
        String[] lines = new String[50];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "GET /200/1/" + (i == 0 ? 500 : 0) + "\t\t";
        }

        // when: all of them become due within about a tenth of it
        LoadResult result = play(new LoadPlan(1, 60, 1_000, false, 7), lines);

        // then
        assertThat(result.answered()).isEqualTo(50);
        assertThat(result.millis("p50")).isGreaterThan(300);
    }

    @Test
    void aRepeatedFileEndsWithTheTime() throws IOException {
        // when
        LoadResult result = play(new LoadPlan(4, 1, 0, true, 1), "GET /200/2\t\t", "GET /409/2\t\t");

        // then
        assertThat(result.answered()).isGreaterThan(2).isEqualTo(seen.size());
        assertThat(result.statuses()).containsOnlyKeys(200, 409);
    }
}
