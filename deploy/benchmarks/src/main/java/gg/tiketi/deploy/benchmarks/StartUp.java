package gg.tiketi.deploy.benchmarks;

import gg.tiketi.deploy.local.Packaging;
import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * One more node of each service beside the running suite, as when it scales out: how long from the start of its process
 * until it is ready and until its first answer, what processor time that took (on a fraction of a processor it takes that
 * much longer), and its memory when idle and after some work.
 */
final class StartUp implements Scenario.Play {

    // A node that nobody asks is idle when its memory stands still: connections are made, first background work is
    // done.
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(10);
    private static final double STILL = 0.01;
    private static final int REQUESTS = 2_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final double MEGABYTE = 1024;

    private static final Map<Service, String> PATHS = Map.of(
            Service.AUTH, "/.well-known/jwks.json",
            Service.EVENT, "/api/events?size=1",
            Service.SEAT, "/internal/empty",
            Service.GATEWAY, "/api/events?size=1");

    /**
     * One start.
     *
     * @param ready seconds until its health said so
     * @param answer seconds until its first answer to a request, asked for when it was ready
     * @param processor seconds of processor time until then
     * @param idle megabytes of memory of its own (proportional set size)
     * @param worked the same after {@value #REQUESTS} requests
     */
    private record Start(double ready, double answer, double processor, double idle, double worked) {}

    @Override
    public void on(Stage stage) throws Exception {
        Packaging packaging = stage.options().packaging();
        for (Service service : Service.values()) {
            List<Start> starts = new ArrayList<>();
            // One more than is counted: the first reads its files from the disk.
            for (int i = 0; i <= stage.options().runs(); i++) {
                Start start = stage.suite().withAnother(service, node -> look(service, node));
                if (i > 0) {
                    starts.add(start);
                }
            }
            String name = service.module() + ", " + packaging.label() + ": ";
            tell(stage, name + "ready", starts, Start::ready, "s");
            tell(stage, name + "first answer", starts, Start::answer, "s");
            tell(stage, name + "processor time until then", starts, Start::processor, "s");
            tell(stage, name + "memory, idle", starts, Start::idle, "MB");
            tell(stage, name + "memory after " + REQUESTS + " requests", starts, Start::worked, "MB");
        }
    }

    private static void tell(Stage stage, String name, List<Start> starts, ToDoubleFunction<Start> value, String unit) {
        double median = Medians.of(starts.stream().mapToDouble(value).toArray());
        stage.report().add(Figure.told(name, median, unit));
    }

    private static Start look(Service service, Suite.Node node) throws IOException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(node.url() + PATHS.get(service)))
                    .timeout(TIMEOUT)
                    .build();
            long asked = System.nanoTime();
            ask(client, request);
            double ready = node.start().toMillis() / 1000.0;
            double answer = ready + (System.nanoTime() - asked) / 1e9;
            double processor = processorSeconds(node.process().pid());
            double idle = settledMegabytes(node.process().pid());
            for (int i = 0; i < REQUESTS; i++) {
                ask(client, request);
            }
            return new Start(
                    ready, answer, processor, idle, megabytes(node.process().pid()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private static void ask(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() != 200) {
            throw new IOException(request.uri() + " answered " + answer.statusCode());
        }
    }

    /** Its memory once two looks in a row agree, or when it has not come to rest in time. */
    private static double settledMegabytes(long process) throws IOException {
        long until = System.nanoTime() + SETTLED_WITHIN.toNanos();
        double before = megabytes(process);
        while (true) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            double now = megabytes(process);
            if (Math.abs(now - before) <= before * STILL || System.nanoTime() > until) {
                return now;
            }
            before = now;
        }
    }

    private static double megabytes(long process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process), "smaps_rollup")).stream()
                        .filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / MEGABYTE;
    }

    private static double processorSeconds(long process) throws IOException {
        return CpuMeter.millis(process) / 1000.0;
    }
}
