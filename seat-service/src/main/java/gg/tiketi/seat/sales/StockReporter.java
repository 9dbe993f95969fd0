package gg.tiketi.seat.sales;

import gg.tiketi.seat.platform.Turn;
import gg.tiketi.seat.seatmap.EventClient;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.EventReplica;
import gg.tiketi.seat.seatmap.EventReplicas;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatLayout;
import gg.tiketi.seat.seatmap.SeatState;
import gg.tiketi.seat.seatmap.SeatStates;
import gg.tiketi.seat.seatmap.SellableEvent;
import gg.tiketi.seat.seatmap.SellableEvents;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells event-service what is left per tier of the events that changed, with the position it belongs to; several nodes
 * may tell the same, the later position wins there. A report that fails is sent again with the next.
 */
@ApplicationScoped
public class StockReporter {

    private static final Logger LOG = Logger.getLogger(StockReporter.class);

    private final EventReplicas replicas;
    private final SellableEvents events;
    private final EventClient client;
    private final Map<EventId, Position> reported = new ConcurrentHashMap<>();

    StockReporter(EventReplicas replicas, SellableEvents events, EventClient client) {
        this.replicas = replicas;
        this.events = events;
        this.client = client;
    }

    @Scheduled(every = "${tiketi.sales.report-interval:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> reportInTurn() {
        return Turn.STOCK.of(this::report);
    }

    private Uni<Void> report() {
        List<EventReplica> changed = replicas.all().stream()
                .filter(replica -> !replica.position().equals(reported.get(replica.eventId())))
                .toList();
        if (changed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom()
                .iterable(changed)
                .onItem()
                .transformToUniAndConcatenate(this::item)
                .collect()
                .asList()
                .chain(this::send)
                .onFailure()
                .invoke(failure -> LOG.debugf("stock not reported reason=%s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private record Item(EventId event, Position asOf, JsonObject json) {}

    private Uni<Item> item(EventReplica replica) {
        return events.find(replica.eventId()).map(event -> {
            SeatStates states = replica.peek();
            return new Item(replica.eventId(), states.position(), count(event.orElseThrow(), states));
        });
    }

    private Uni<Void> send(List<Item> items) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(item.json()));
        return client.post(
                        "/internal/stock", new JsonObject().put("items", array).encode())
                .invoke(() -> items.forEach(item -> reported.put(item.event(), item.asOf())));
    }

    private static JsonObject count(SellableEvent event, SeatStates states) {
        Map<String, int[]> tiers = new TreeMap<>();
        SeatLayout layout = event.layout();
        for (int position = 0; position < layout.size(); position++) {
            int[] counts = tiers.computeIfAbsent(layout.place(position).priceTier(), tier -> new int[2]);
            counts[1]++;
            if (states.state(position) == SeatState.AVAILABLE) {
                counts[0]++;
            }
        }
        JsonArray list = new JsonArray();
        tiers.forEach((name, counts) -> list.add(
                new JsonObject().put("name", name).put("available", counts[0]).put("total", counts[1])));
        return new JsonObject()
                .put("eventId", event.id().toString())
                .put(
                        "asOf",
                        new JsonObject()
                                .put("epoch", states.position().epoch())
                                .put("version", states.position().version()))
                .put("tiers", list);
    }
}
