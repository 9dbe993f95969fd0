package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.platform.Turn;
import gg.tiketi.seat.seatmap.EventId;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Who was heard of, gathered for {@code heartbeat-interval} and written once, however often it was heard. What is lost with
 * a node is heard again long before it matters.
 */
@ApplicationScoped
class Heartbeats {

    private static final Logger LOG = Logger.getLogger(Heartbeats.class);

    /** Most places in one statement, whose rows are locked until it ends: some 20 ms. */
    private static final int BATCH = 1_000;

    private final WaitingRoomRepository repository;

    /** Place → milliseconds of silence that mean nothing; at most one entry per place. */
    private final Map<EventId, Map<Integer, Integer>> heard = new ConcurrentHashMap<>();

    Heartbeats(WaitingRoomRepository repository) {
        this.repository = repository;
    }

    /** Somebody is there, and was told when to be heard of again. */
    void hear(EventId event, Place place, Duration interval) {
        heard.computeIfAbsent(event, first -> new ConcurrentHashMap<>())
                .put(place.number(), (int) Polling.patience(interval).toMillis());
    }

    @Scheduled(every = "${tiketi.waiting-room.heartbeat-interval:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> flushInTurn() {
        return Turn.HEARTBEATS.of(this::flush);
    }

    private Uni<Void> flush() {
        return Multi.createFrom()
                .iterable(new ArrayList<>(heard.keySet()))
                .onItem()
                .transformToUniAndConcatenate(this::flush)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> flush(EventId event) {
        Map<Integer, Integer> beats = heard.remove(event);
        if (beats == null || beats.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map.Entry<Integer, Integer>> all = new ArrayList<>(beats.entrySet());
        return Multi.createFrom()
                .range(0, (all.size() + BATCH - 1) / BATCH)
                .map(i -> all.subList(i * BATCH, Math.min((i + 1) * BATCH, all.size())))
                .onItem()
                .transformToUniAndConcatenate(some -> write(event, some))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> write(EventId event, List<Map.Entry<Integer, Integer>> beats) {
        List<Integer> places = beats.stream().map(Map.Entry::getKey).toList();
        List<Integer> patience = beats.stream().map(Map.Entry::getValue).toList();
        return repository
                .beat(event, places, patience)
                .onFailure()
                .invoke(failure -> LOG.debugf("heartbeats not written reason=%s", failure.toString()))
                .onFailure()
                .recoverWithItem(0);
    }
}
