package gg.tiketi.seat.seatmap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** The two halves of a seat map: the plan, which never changes, and the states, which always do. */
@ApplicationScoped
public class SeatMapService {

    /** A node is some milliseconds behind the change that a caller saw; after 200 ms something else is wrong. */
    private static final Duration CATCH_UP_STEP = Duration.ofMillis(20);

    private static final int CATCH_UP_STEPS = 10;

    /** Written maps kept per node; the largest has some megabytes. */
    private static final int MAX_WRITTEN = 64;

    /** As long as nothing changes an answer is written anew so often, for its time. */
    private static final Duration SAME_STATES = Duration.ofMillis(250);

    /** Written states kept per node, at most 18 kB each. */
    private static final int MAX_WRITTEN_STATES = 1_000;

    private final SellableEvents events;
    private final SeatMapRepository repository;
    private final EventReplicas replicas;
    private final ObjectMapper json;
    private final Clock clock = Clock.systemUTC();
    private final Map<EventId, WrittenMap> written = new ConcurrentHashMap<>();
    private final Map<EventId, Uni<WrittenMap>> writing = new ConcurrentHashMap<>();
    private final Map<EventId, WrittenStates> writtenStates = new ConcurrentHashMap<>();

    /**
     * A seat map as bytes.
     *
     * @param tag changes when the map does
     * @param json the document
     * @param gzip the same compressed: a tenth of the size, and eight milliseconds if each reader had it done anew
     */
    public record WrittenMap(String tag, byte[] json, byte[] gzip) {}

    /**
     * Seat states as bytes.
     *
     * @param states what is written
     * @param atMillis when
     * @param position their position, as its header tells it
     * @param json the document
     */
    public record WrittenStates(SeatStates states, long atMillis, String position, byte[] json) {}

    SeatMapService(SellableEvents events, SeatMapRepository repository, EventReplicas replicas, ObjectMapper json) {
        this.events = events;
        this.repository = repository;
        this.replicas = replicas;
        this.json = json;
    }

    /** The event's plan with prices; empty when there is no such event. */
    public Uni<Optional<WrittenMap>> seatMap(EventId id) {
        return events.find(id)
                .chain(event -> event.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : written(event.get()).map(Optional::of));
    }

    /**
     * The event's seat states; empty when there is no such event.
     *
     * @param atLeast a position the caller has seen: this node waits a moment for it, and then answers what it has
     */
    public Uni<Optional<WrittenStates>> seats(EventId id, Position atLeast) {
        Optional<SellableEvent> known = events.known(id);
        Optional<EventReplica> near = replicas.known(id);
        if (known.isPresent() && near.isPresent() && near.get().position().compareTo(atLeast) >= 0) {
            return Uni.createFrom()
                    .item(Optional.of(writtenStates(known.get(), near.get().states())));
        }
        return events.find(id)
                .chain(event -> event.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : replicas.find(id)
                                .call(replica -> replica.map(found -> reach(found, atLeast, CATCH_UP_STEPS))
                                        .orElseGet(() -> Uni.createFrom().voidItem()))
                                .map(replica -> replica.map(found -> writtenStates(event.get(), found.states()))));
    }

    /** Thousands ask for the same states: they are counted and written once. */
    private WrittenStates writtenStates(SellableEvent event, SeatStates states) {
        WrittenStates known = writtenStates.get(event.id());
        if (known != null && known.states() == states && clock.millis() - known.atMillis() < SAME_STATES.toMillis()) {
            return known;
        }
        try {
            WrittenStates now = new WrittenStates(
                    states,
                    clock.millis(),
                    states.position().toString(),
                    json.writeValueAsBytes(seatsNow(event, states)));
            if (writtenStates.size() >= MAX_WRITTEN_STATES) {
                writtenStates.clear();
            }
            writtenStates.put(event.id(), now);
            return now;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Uni<Void> reach(EventReplica replica, Position atLeast, int steps) {
        if (steps == 0 || replica.position().compareTo(atLeast) >= 0) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(CATCH_UP_STEP)
                .chain(() -> reach(replica, atLeast, steps - 1));
    }

    /** How the public sees these states of the event. */
    public SeatsNow seatsNow(SellableEvent event, SeatStates states) {
        SeatLayout layout = event.layout();
        List<SeatsNow.Standing> standing = layout.standing().stream()
                .map(area -> new SeatsNow.Standing(
                        area.section(), states.counts(area.from(), area.to()).available(), area.to() - area.from()))
                .toList();
        SeatCounts counts = states.counts(0, layout.size());
        return new SeatsNow(
                event.id().value(),
                states.position().epoch(),
                states.position().version(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                new SeatsNow.Counts(
                        counts.available(),
                        counts.held(),
                        counts.sold(),
                        counts.blocked(),
                        standing.isEmpty() ? null : standing),
                states.base64(layout.seated()));
    }

    private Uni<WrittenMap> written(SellableEvent event) {
        String tag = event.planVersion() + "-" + event.changeNumber();
        WrittenMap known = written.get(event.id());
        if (known != null && known.tag().equals(tag)) {
            return Uni.createFrom().item(known);
        }
        // Thousands ask at once when a sale opens; one of them has it written, and no event loop waits for that.
        return writing.computeIfAbsent(event.id(), id -> repository
                .plan(event.planId(), event.planVersion())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(document -> write(event, tag, events.parse(document.orElseThrow())))
                .invoke(map -> keep(id, map))
                .onTermination()
                .invoke(() -> writing.remove(id))
                .memoize()
                .indefinitely());
    }

    /** Beyond the limit any other map goes; the next reader has it written again. */
    private void keep(EventId id, WrittenMap map) {
        if (written.size() >= MAX_WRITTEN) {
            written.keySet().stream().findAny().ifPresent(written::remove);
        }
        written.put(id, map);
    }

    private WrittenMap write(SellableEvent event, String tag, SeatingPlan plan) {
        List<SeatMap.Section> sections = plan.sections().stream()
                .map(section -> new SeatMap.Section(
                        section.name(),
                        section.priceTier(),
                        event.priceByTier().getOrDefault(section.priceTier(), 0),
                        section.rows(),
                        section.standing()))
                .toList();
        try {
            byte[] written = json.writeValueAsBytes(new SeatMap(plan.planVersion(), sections));
            return new WrittenMap(tag, written, compressed(written));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 8);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
