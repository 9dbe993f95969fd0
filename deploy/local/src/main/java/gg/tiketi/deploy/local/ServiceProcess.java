package gg.tiketi.deploy.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One packaged service in a process of its own. */
final class ServiceProcess {

    // Two cores are ready in a third of it; a busy or small machine gets the time it needs.
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    // More than the ten seconds that a service gives to the requests in flight.
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
    // Short against what a native executable takes to start.
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Pattern DOWN_CHECK = Pattern.compile("\"name\":\\s*\"([^\"]+)\",\\s*\"status\":\\s*\"DOWN\"");

    private final Service service;
    private final Process process;
    private final LogTail tail;

    private ServiceProcess(Service service, Process process, LogTail tail) {
        this.service = service;
        this.process = process;
        this.tail = tail;
    }

    static ServiceProcess start(
            Service service,
            Packaging packaging,
            Path application,
            Map<String, String> settings,
            Children children,
            Consumer<String> log)
            throws IOException {
        LogTail tail = new LogTail(log);
        List<String> command = packaging.command(application, service.heapMegabytes());
        return new ServiceProcess(service, children.start(service.module(), command, settings, tail), tail);
    }

    /** Waits until the service says that it is ready. */
    void awaitReady(HttpClient http, String managementUrl) throws IOException {
        HttpRequest question = HttpRequest.newBuilder(URI.create(managementUrl + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        String lastAnswer = "";
        while (process.isAlive()) {
            try {
                HttpResponse<String> answer = http.send(question, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return;
                }
                lastAnswer = answer.body();
            } catch (IOException notYet) {
                lastAnswer = "";
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
            if (Instant.now().isAfter(deadline)) {
                throw new Refusal(service.module() + " was not ready in " + START_TIMEOUT.toSeconds() + " s"
                        + downChecks(lastAnswer) + tail.told());
            }
            Processes.pause(POLL);
        }
        throw ended();
    }

    private static String downChecks(String answer) {
        String down = DOWN_CHECK
                .matcher(answer)
                .results()
                .map((MatchResult check) -> check.group(1))
                .collect(Collectors.joining(", "));
        return down.isEmpty() ? "" : " (down: " + down + ")";
    }

    /** Why the run cannot go on without it. */
    Refusal ended() {
        return new Refusal(service.module() + " ended with exit code " + process.exitValue() + tail.told());
    }

    Process process() {
        return process;
    }

    void stop() {
        Processes.stop(process, STOP_TIMEOUT);
    }
}
