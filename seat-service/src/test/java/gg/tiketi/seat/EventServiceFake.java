package gg.tiketi.seat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * event-service as seat-service sees it: a change feed, one plan (A: 5 rows of 10 at 50,000; B: 2 rows of 5 at 30,000
 * and a standing floor of 20), and an ear for stock reports.
 */
public class EventServiceFake implements QuarkusTestResourceLifecycleManager {

    /** Seats of the plan that appear on the map. */
    public static final int SEATED = 60;

    private static final UUID PLAN = UUID.fromString("018f0000-0000-7000-8000-000000000001");
    private static final UUID INCARNATION = UUID.randomUUID();
    private static final List<JsonObject> CHANGES = new CopyOnWriteArrayList<>();
    private static final List<JsonObject> STOCK = new CopyOnWriteArrayList<>();

    private static final ObjectMapper JSON = new ObjectMapper();

    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/internal/changes", exchange -> answer(exchange, 200, changes(exchange)));
        server.createContext("/internal/plans", exchange -> answer(exchange, 200, text(plan())));
        server.createContext("/internal/stock", exchange -> {
            JsonObject body =
                    new JsonObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            body.getJsonArray("items").forEach(item -> STOCK.add((JsonObject) item));
            answer(exchange, 204, "");
        });
        server.start();
        return Map.of(
                "tiketi.event.url", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    /** Publishes an event on sale now, four seats a person, and returns its id. */
    public static UUID publish() {
        return publish(event -> event);
    }

    /** Publishes an event after a last touch. */
    public static UUID publish(UnaryOperator<JsonObject> touch) {
        UUID id = UUID.randomUUID();
        Instant now = Instant.now();
        JsonObject event = new JsonObject()
                .put("id", id.toString())
                .put("titleKo", "시험 공연")
                .put("titleEn", "Test show")
                .put("venueKo", "시험 극장")
                .put("venueEn", "Test hall")
                .put("startsAt", now.plus(Duration.ofDays(30)).toString())
                .put("endsAt", now.plus(Duration.ofDays(30).plusHours(2)).toString())
                .put("state", "PUBLISHED")
                .put("saleStopped", false)
                .put("saleWindows", window(now.minusSeconds(60), now.plus(Duration.ofDays(1))))
                .put("maxSeatsPerPerson", 4)
                .put("planId", PLAN.toString())
                .put("planVersion", 1)
                .put(
                        "priceTiers",
                        new JsonArray()
                                .add(new JsonObject().put("name", "R").put("price", 50_000))
                                .add(new JsonObject().put("name", "S").put("price", 30_000)));
        change(touch.apply(event));
        return id;
    }

    /** Sale windows of one window. */
    public static JsonArray window(Instant opensAt, Instant closesAt) {
        return new JsonArray()
                .add(new JsonObject().put("opensAt", opensAt.toString()).put("closesAt", closesAt.toString()));
    }

    /** Publishes a later state of an event. */
    public static void change(UUID id, UnaryOperator<JsonObject> touch) {
        JsonObject last = CHANGES.stream()
                .map(change -> change.getJsonObject("event"))
                .filter(event -> event.getString("id").equals(id.toString()))
                .reduce((first, second) -> second)
                .orElseThrow();
        change(touch.apply(last.copy()));
    }

    /** The stock reports received for an event, in order. */
    public static List<JsonObject> stock(UUID id) {
        return STOCK.stream()
                .filter(item -> item.getString("eventId").equals(id.toString()))
                .toList();
    }

    private static synchronized void change(JsonObject event) {
        CHANGES.add(new JsonObject().put("number", CHANGES.size() + 1).put("event", event));
    }

    private static String changes(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        int after = Integer.parseInt(query.replaceAll(".*after=(\\d+).*", "$1"));
        JsonArray page = new JsonArray();
        new ArrayList<>(CHANGES).stream().skip(after).forEach(page::add);
        return text(new JsonObject()
                .put("incarnation", INCARNATION.toString())
                .put("last", CHANGES.size())
                .put("changes", page)
                .put("addedLater", "a newer event-service tells more"));
    }

    private static JsonObject plan() {
        return new JsonObject()
                .put("planId", PLAN.toString())
                .put("planVersion", 1)
                .put("venueId", PLAN.toString())
                .put(
                        "sections",
                        new JsonArray()
                                .add(section("A", "R", 5, 10))
                                .add(section("B", "S", 2, 5))
                                .add(section("F", "S", 0, 0).put("standing", new JsonObject().put("capacity", 20))));
    }

    private static JsonObject section(String name, String tier, int rows, int seats) {
        JsonArray list = new JsonArray();
        for (int row = 1; row <= rows; row++) {
            JsonArray inRow = new JsonArray();
            for (int number = 1; number <= seats; number++) {
                inRow.add(new JsonObject()
                        .put("label", name + "-" + row + "-" + number)
                        .put("number", number)
                        .put("x", (double) number)
                        .put("y", (double) row));
            }
            list.add(new JsonObject().put("row", Integer.toString(row)).put("seats", inRow));
        }
        return new JsonObject().put("name", name).put("priceTier", tier).put("rows", list);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    /** Vert.x finds its JSON codec only on the application's own threads, so the server's use Jackson. */
    private static String text(JsonObject object) {
        try {
            return JSON.writeValueAsString(plain(object));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Object plain(Object value) {
        return switch (value) {
            case JsonObject object -> {
                Map<String, Object> map = new LinkedHashMap<>();
                object.getMap().forEach((name, member) -> map.put(name, plain(member)));
                yield map;
            }
            case JsonArray array -> plain(array.getList());
            case List<?> list -> list.stream().map(EventServiceFake::plain).toList();
            default -> value;
        };
    }
}
