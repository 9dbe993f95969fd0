package gg.tiketi.deploy.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Single requests beside the load: to set a scene, or to look at it afterwards. */
final class Questions implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final MeasuredSuite suite;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Questions(MeasuredSuite suite) {
        this.suite = suite;
    }

    int status(Door door, String path) throws IOException {
        return ask(request(door, path).GET()).statusCode();
    }

    String get(Door door, String path) throws IOException {
        return ok(path, ask(request(door, path).GET()));
    }

    /** The same by somebody with a token. */
    String get(int port, String path, String token) throws IOException {
        return ok(
                path,
                ask(request(port, path)
                        .header("Authorization", "Bearer " + token)
                        .GET()));
    }

    private static String ok(String path, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new IOException("GET " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** Sends JSON through the gateway; fails when the answer is another one than expected. */
    void post(String path, String json, int expected) throws IOException {
        HttpResponse<String> answer = ask(request(Door.GATEWAY, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
        if (answer.statusCode() != expected) {
            throw new IOException("POST " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    /** Reserves one seat and returns the status. */
    int reserve(SaleEvent event, String token, String key, String seat) throws IOException {
        HttpRequest.Builder request = request(Door.DIRECT, event.path() + "/reservations")
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"seats\":[\"" + seat + "\"]}"));
        return ask(request).statusCode();
    }

    private HttpRequest.Builder request(Door door, String path) {
        return request(suite.port(door.port()), path);
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT);
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
