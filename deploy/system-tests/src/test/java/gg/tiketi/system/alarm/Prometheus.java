package gg.tiketi.system.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.deploy.local.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** A Prometheus of the machine's own ({@code prometheus} on the PATH), with data that goes when it is closed. */
public final class Prometheus implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;
    private final Process process;

    private Prometheus(String url, Process process) {
        this.url = url;
        this.process = process;
    }

    /** Whether there is one, with its {@code promtool}. */
    public static boolean isInstalled() {
        return Stream.of("prometheus", "promtool")
                .allMatch(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> new File(folder, name).canExecute()));
    }

    /** Runs {@code promtool} and fails with its words when it finds fault. */
    public static void check(String... arguments) throws Exception {
        Process promtool = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes());
        if (promtool.waitFor() != 0) {
            throw new AssertionError(said);
        }
    }

    /** Starts it in a folder that holds its configuration and will hold its data. */
    public static Prometheus start(Path configuration) throws IOException {
        Path folder = configuration.getParent();
        int port = Ports.free();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        Prometheus started = new Prometheus("http://127.0.0.1:" + port, process);
        Awaitility.await("Prometheus").atMost(Duration.ofSeconds(60)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve("prometheus.log")));
            }
            return started.isReady();
        });
        return started;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(url + "/-/ready"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The names of the alerts that fire. */
    public Set<String> firing() throws Exception {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : ask("/api/v1/alerts").at("/data/alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                names.add(alert.at("/labels/alertname").asText());
            }
        }
        return names;
    }

    /** The jobs whose targets have been asked and have answered. */
    public Set<String> answering() throws Exception {
        Set<String> jobs = new TreeSet<>();
        StreamSupport.stream(ask("/api/v1/targets").at("/data/activeTargets").spliterator(), false)
                .filter(target -> target.path("health").asText().equals("up"))
                .forEach(target -> jobs.add(target.at("/labels/job").asText()));
        return jobs;
    }

    private JsonNode ask(String path) throws Exception {
        return JSON.readTree(http.send(
                        HttpRequest.newBuilder(URI.create(url + path))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        http.close();
    }
}
