package gg.tiketi.system.attack;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import gg.tiketi.system.Inside;
import gg.tiketi.system.Sale;
import gg.tiketi.system.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends rubbish to every operation of the API document and looks at each answer: no failure of ours (503 with
 * Retry-After apart), refusals are problems that show nothing of the inside, statuses and bodies are as the document
 * tells, and nothing takes a second.
 */
final class Fuzz {

    private static final int AT_ONCE = 4;
    private static final Duration LIMIT = Duration.ofSeconds(1);
    // A pause of the machine does not come three times in a row.
    private static final int TRIES = 3;
    private static final int TOLD = 5;
    // Final for its event: nothing could be tried on it afterwards.
    private static final String CALLS_OFF = "POST /api/admin/events/{eventId}/cancel";
    // Looks at every row there is, and says so.
    private static final String TAKES_LONG = "POST /api/admin/integrity";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Client anonymous;
    private final Api api;
    private final List<Client> callers = new ArrayList<>();
    private final List<String> reservations = new ArrayList<>();
    private final String event;
    private final Map<String, List<String>> wrong = new ConcurrentSkipListMap<>();
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();

    Fuzz(Client anonymous, Tokens tokens, Sale sale) {
        this.anonymous = anonymous;
        this.api = Api.of(anonymous);
        this.event = sale.id();
        Person buyer = Person.fresh(anonymous);
        callers.add(anonymous);
        callers.add(buyer.client());
        callers.add(Person.fresh(anonymous).as("admin", tokens).client());
        int last = sale.labels().size() - 1;
        for (int i = 0; i < 3; i++) {
            Answer reserved = sale.reserve(buyer.client(), sale.labels().get(last - i));
            reservations.add(reserved.body().path("id").asText());
        }
        callers.addAll(tokens.buyers(20));
    }

    /** What was seen. */
    record Result(
            long seed, int operations, int calls, Map<Integer, Integer> statuses, Map<String, List<String>> wrong) {

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("fuzz: seed " + seed + ", " + operations + " operations, " + calls
                    + " calls, answers by status " + statuses + ", wrong: "
                    + wrong.values().stream().mapToInt(List::size).sum());
            wrong.forEach((kind, cases) -> text.append("\n  ")
                    .append(cases.size())
                    .append(" × ")
                    .append(kind)
                    .append("\n      ")
                    .append(String.join("\n      ", cases.subList(0, Math.min(TOLD, cases.size())))));
            return text.toString();
        }
    }

    /** So many calls to each operation; the same seed draws the same. */
    Result run(long seed, int callsPerOperation) throws InterruptedException {
        List<Api.Operation> operations = api.operations();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < callsPerOperation; i++) {
                for (int j = 0; j < operations.size(); j++) {
                    Api.Operation operation = operations.get(j);
                    Random random = new Random(seed + 1_000_003L * i + j);
                    calls.add(threads.submit(() -> call(operation, random)));
                }
            }
            for (Future<?> call : calls) {
                await(call);
            }
        }
        Map<Integer, Integer> counted = new TreeMap<>();
        statuses.forEach((status, count) -> counted.put(status, count.get()));
        return new Result(
                seed, operations.size(), operations.size() * callsPerOperation, counted, new TreeMap<>(wrong));
    }

    private static void await(Future<?> call) throws InterruptedException {
        try {
            call.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    private void call(Api.Operation operation, Random random) {
        boolean callsOff = operation.toString().equals(CALLS_OFF);
        Map<String, List<String>> good = Map.of("eventId", callsOff ? List.of() : List.of(event), "id", reservations);
        Rubbish.Request request = new Rubbish(random).draw(api, operation, good);
        boolean isAdmins = operation.path().startsWith("/api/admin/") && random.nextInt(4) > 0;
        Client caller = isAdmins ? callers.get(2) : callers.get(random.nextInt(callers.size()));
        for (int tried = 1; ; tried++) {
            long begun = System.nanoTime();
            HttpResponse<byte[]> response = send(request, caller);
            Duration taken = Duration.ofNanos(System.nanoTime() - begun);
            if (tried == 1) {
                judge(operation, request, response);
            }
            if (taken.compareTo(LIMIT) < 0 || operation.toString().equals(TAKES_LONG)) {
                return;
            }
            if (tried == TRIES) {
                note("slow: " + operation, request, taken.toMillis() + " ms");
                return;
            }
        }
    }

    private HttpResponse<byte[]> send(Rubbish.Request request, Client caller) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(anonymous.url() + request.target()))
                .timeout(Duration.ofMinutes(1))
                .method(
                        request.method(),
                        request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(builder::setHeader);
        if (caller != anonymous) {
            builder.setHeader("Authorization", "Bearer " + caller.token());
        }
        try {
            return HTTP.send(builder.build(), BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new IllegalStateException(told(request) + ": " + broken, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void judge(Api.Operation operation, Rubbish.Request request, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        statuses.computeIfAbsent(status, key -> new AtomicInteger()).incrementAndGet();
        boolean isCompressed = response.headers().firstValue("Content-Encoding").isPresent();
        String text = isCompressed ? "" : new String(response.body(), StandardCharsets.UTF_8);
        try {
            Answer answer = Answer.of(status, response.headers(), text);
            if (status >= 500
                    && !(status == 503 && !answer.header("Retry-After").isEmpty())) {
                note(status + " at " + operation, request, text);
            }
            if (!operation.documents(status)) {
                note(status + " is not documented for " + operation, request, text);
            }
            if (status >= 400) {
                Inside.assertProblem(answer, status, answer.problem());
            } else if (status != 304 && !isCompressed) {
                JsonNode body = answer.body();
                String violations = operation.violations(status, body);
                if (!violations.isEmpty()) {
                    note("an answer against the schema of " + operation, request, violations + " in " + text);
                }
            }
        } catch (AssertionError different) {
            note(status + " is no proper problem at " + operation, request, different.getMessage());
        }
    }

    private void note(String kind, Rubbish.Request request, String answer) {
        String line = told(request) + " → " + answer.replaceAll("\\s+", " ");
        wrong.computeIfAbsent(kind, key -> Collections.synchronizedList(new ArrayList<>()))
                .add(line.length() > 900 ? line.substring(0, 900) + "…" : line);
    }

    private static String told(Rubbish.Request request) {
        String body = request.body() == null ? "" : new String(request.body(), StandardCharsets.UTF_8);
        return request.method() + " " + request.target() + " " + request.headers() + " "
                + (body.length() > 300 ? body.substring(0, 300) + "…(" + body.length() + ")" : body);
    }
}
