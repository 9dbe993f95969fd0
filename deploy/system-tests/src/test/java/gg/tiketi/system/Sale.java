package gg.tiketi.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/**
 * One event and its seats as everybody sees them.
 *
 * @param labels of all seats in plan order
 */
public record Sale(Client client, String id, List<String> labels) {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** The sample event with this English title, as soon as seat-service knows it too. */
    public static Sale of(Client client, String title) {
        JsonNode items = client.get("/api/events?size=100").body().path("items");
        String id = StreamSupport.stream(items.spliterator(), false)
                .filter(item -> item.path("title").path("en").asText().equals(title))
                .map(item -> item.path("id").asText())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no event " + title));
        Answer map = Awaitility.await("the event in seat-service")
                .atMost(LIMIT)
                .until(() -> client.get("/api/events/" + id + "/seat-map"), answer -> answer.status() == 200);
        List<String> labels = new ArrayList<>();
        for (JsonNode section : map.body().path("sections")) {
            for (JsonNode row : section.path("rows")) {
                row.path("seats").forEach(seat -> labels.add(seat.path("label").asText()));
            }
        }
        return new Sale(client, id, List.copyOf(labels));
    }

    /** The event's path. */
    public String path() {
        return "/api/events/" + id;
    }

    Seats seats() {
        return Seats.read(client.get(path() + "/seats").body(), labels.size());
    }

    int state(String label) {
        return seats().states().get(labels.indexOf(label));
    }

    /** The price tier with the fewest seats. */
    String smallestTier() {
        return tiers().entrySet().stream()
                .min(Comparator.comparingInt(tier -> tier.getValue().size()))
                .orElseThrow()
                .getKey();
    }

    /** The labels of a tier's seats in plan order. */
    List<String> labels(String tier) {
        return tiers().getOrDefault(tier, List.of());
    }

    /** Tiers with standing places are left out. */
    private Map<String, List<String>> tiers() {
        Map<String, List<String>> tiers = new TreeMap<>();
        Set<String> standing = new HashSet<>();
        for (JsonNode section : client.get(path() + "/seat-map").body().path("sections")) {
            String tier = section.path("priceTier").asText();
            if (section.path("standing").isObject()) {
                standing.add(tier);
            }
            for (JsonNode row : section.path("rows")) {
                row.path("seats").forEach(seat -> tiers.computeIfAbsent(tier, first -> new ArrayList<>())
                        .add(seat.path("label").asText()));
            }
        }
        tiers.keySet().removeAll(standing);
        return tiers;
    }

    /** Asks for these seats. */
    public Answer reserve(Client buyer, String... seats) {
        return buyer.postOnce(path() + "/reservations", Map.of("seats", List.of(seats)));
    }

    /** Waits until the seat is in the state for everybody. */
    void awaitState(String label, int state) {
        Awaitility.await("seat " + label + " in state " + state)
                .atMost(LIMIT)
                .until(() -> state(label), now -> now == state);
    }
}
