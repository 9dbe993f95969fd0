package gg.tiketi.system.engine;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.system.Answer;
import gg.tiketi.system.history.Call;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One account's caller. Each call it makes is in the ledger, also those that it did not wait for. */
final class Buyer {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** Longer than anything that a test takes away stays away. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration PAUSE = Duration.ofMillis(100);
    /** A token lives ten minutes; a long run needs several. */
    private static final Duration TOKEN_AGE = Duration.ofMinutes(5);
    // Shared: each has its own connections and threads.
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final Ledger ledger;
    private final UUID account;
    private final String url;
    private final Supplier<String> tokens;
    private volatile @Nullable String token;
    private volatile Instant signedAt = Instant.MIN;

    Buyer(Ledger ledger, UUID account, String url, Supplier<String> tokens) {
        this.ledger = ledger;
        this.account = account;
        this.url = url;
        this.tokens = tokens;
    }

    UUID account() {
        return account;
    }

    /** A request that can be made again: same method, path, body and key. */
    record Request(
            Call.Kind kind,
            String method,
            String path,
            String body,
            String key,
            @Nullable UUID event,
            @Nullable UUID reservation,
            Set<String> seats) {

        Request withKey(String other) {
            return new Request(kind, method, path, body, other, event, reservation, seats);
        }

        static String newKey() {
            return UUID.randomUUID().toString();
        }

        static Request reserve(UUID event, List<String> labels) {
            String quoted = new TreeSet<>(labels)
                    .stream().map(label -> '"' + label + '"').collect(Collectors.joining(","));
            return reserve(event, "{\"seats\":[" + quoted + "]}", Set.copyOf(labels));
        }

        static Request reserve(UUID event, String body, Set<String> seats) {
            String path = "/api/events/" + event + "/reservations";
            return new Request(Call.Kind.RESERVE, "POST", path, body, newKey(), event, null, seats);
        }

        static Request pay(UUID reservation) {
            String path = "/api/reservations/" + reservation + "/payments";
            return new Request(
                    Call.Kind.PAY, "POST", path, "{\"method\":\"card\"}", newKey(), null, reservation, Set.of());
        }

        static Request cancel(UUID reservation) {
            String path = "/api/reservations/" + reservation;
            return new Request(Call.Kind.CANCEL, "DELETE", path, "", newKey(), null, reservation, Set.of());
        }
    }

    /** Makes the request once and waits for the answer. */
    Call once(Request request) {
        return send(request, TIMEOUT);
    }

    /** Makes the request and leaves after so long, mostly before the answer. */
    Call vanish(Request request, Duration after) {
        return send(request, after);
    }

    /** Repeats the request with its key until it is clear what became of it. */
    Call insist(Request request) {
        return insist(request, PATIENCE);
    }

    /** The same for so long at most. */
    Call insist(Request request, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        Call call = once(request);
        while (isUnclear(call) && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(PAUSE.toNanos());
            call = once(request);
        }
        return call;
    }

    private static boolean isUnclear(Call call) {
        boolean isInFlight =
                call.body() != null && call.body().path("type").asText("").endsWith("/request-in-flight");
        return call.status() == 0 || call.status() >= 500 || call.status() == 202 || isInFlight;
    }

    private Call send(Request request, Duration timeout) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url + request.path()))
                .method(
                        request.method(),
                        request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()))
                .header("Authorization", "Bearer " + token())
                .header("Idempotency-Key", request.key());
        if (!request.body().isEmpty()) {
            builder.header("Content-Type", "application/json");
        }
        Instant sent = Instant.now();
        CompletableFuture<HttpResponse<String>> answer = HTTP.sendAsync(builder.build(), BodyHandlers.ofString());
        Call call = toCall(request, sent, await(answer, timeout));
        ledger.add(call);
        return call;
    }

    /** Null when the connection broke, or when nobody waits any longer. */
    private static @Nullable HttpResponse<String> await(
            CompletableFuture<HttpResponse<String>> answer, Duration timeout) {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            // Closes the connection, so that the other side sees somebody leave.
            answer.cancel(true);
            return null;
        } catch (ExecutionException broken) {
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private Call toCall(Request request, Instant sent, @Nullable HttpResponse<String> response) {
        String text = request.method() + " " + request.path() + " " + request.body();
        Answer answer = response == null ? null : Answer.of(response.statusCode(), response.headers(), response.body());
        JsonNode body = answer == null || answer.body().isMissingNode() ? null : answer.body();
        return new Call(
                request.kind(),
                account,
                request.key(),
                text,
                request.event(),
                request.reservation(),
                request.seats(),
                sent,
                answer == null ? null : Instant.now(),
                answer == null ? 0 : answer.status(),
                body);
    }

    private String token() {
        String known = token;
        if (known == null || signedAt.plus(TOKEN_AGE).isBefore(Instant.now())) {
            known = tokens.get();
            token = known;
            signedAt = Instant.now();
        }
        return known;
    }
}
