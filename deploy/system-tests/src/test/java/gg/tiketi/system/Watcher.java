package gg.tiketi.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody who looks at the seats of an event and keeps them current by the rules of the live feed. */
final class Watcher implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    // Shared: each has its own threads.
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int size;
    private final StringBuilder part = new StringBuilder();
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private volatile @Nullable Seats seats;
    private @Nullable WebSocket socket;

    private Watcher(int size) {
        this.size = size;
    }

    /** Looks at the event from now on. */
    static Watcher of(Sale sale) {
        return open(sale.client(), "/ws/events/" + sale.id(), sale.labels().size(), null);
    }

    /** Goes on from what was seen before. */
    static Watcher resuming(Sale sale, Seats known) {
        String path = "/ws/events/" + sale.id() + "?from=" + known.epoch() + ":" + known.version();
        return open(sale.client(), path, sale.labels().size(), known);
    }

    /** Opens any path. */
    static Watcher open(Client client, String path, int size, @Nullable Seats known) {
        Watcher watcher = new Watcher(size);
        watcher.seats = known;
        watcher.socket = HTTP.newWebSocketBuilder()
                .connectTimeout(LIMIT)
                .buildAsync(URI.create(client.url().replace("http:", "ws:") + path), watcher)
                .join();
        return watcher;
    }

    /** All frames so far. */
    List<JsonNode> frames() {
        return frames;
    }

    /** The seats as this watcher knows them; nothing before the first frame. */
    @Nullable
    Seats seats() {
        return seats;
    }

    /** Whether the watcher knows this seat in this state. */
    boolean sees(int seat, int state) {
        Seats known = seats;
        return known != null && known.states().get(seat) == state;
    }

    /** Sends a text. */
    void send(String text) {
        if (socket != null) {
            socket.sendText(text, true).join();
        }
    }

    /** The code that the server closed with. */
    int awaitClose() {
        return closed.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            String whole = part.toString();
            part.setLength(0);
            take(from, whole);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closed.completeExceptionally(failure);
    }

    private void take(WebSocket from, String text) {
        try {
            JsonNode frame = JSON.readTree(text);
            switch (frame.path("type").asText()) {
                case "snapshot" -> takeSnapshot(frame);
                case "delta" -> takeDelta(from, frame);
                case "heartbeat", "reconnect", "signed-in", "reservation", "error" -> {}
                default -> throw new AssertionError("unknown frame " + text);
            }
            frames.add(frame);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private void takeSnapshot(JsonNode frame) {
        Seats told = Seats.read(frame, size);
        Seats known = seats;
        if (known == null || told.isAtLeast(known)) {
            seats = told;
        }
    }

    private void takeDelta(WebSocket from, JsonNode frame) {
        Seats known = seats;
        long epoch = frame.path("epoch").asLong();
        long version = frame.path("version").asLong();
        if (known != null && (epoch < known.epoch() || epoch == known.epoch() && version <= known.version())) {
            return;
        }
        if (known == null || epoch > known.epoch() || frame.path("from").asLong() > known.version()) {
            from.sendText("{\"type\":\"resync\"}", true);
            return;
        }
        List<Integer> states = new ArrayList<>(known.states());
        frame.path("changes")
                .forEach(change ->
                        states.set(change.path(0).asInt(), change.path(1).asInt()));
        seats = new Seats(epoch, version, List.copyOf(states), frame.path("counts"));
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
