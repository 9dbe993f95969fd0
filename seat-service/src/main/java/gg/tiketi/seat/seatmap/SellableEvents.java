package gg.tiketi.seat.seatmap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Events with their rules, kept in memory for a second. Old rules do no harm: the reserve function refuses a request
 * that was prepared with any but the latest, so while PostgreSQL is away the last ones serve those who look. Plans never
 * change and are few; they are kept.
 */
@ApplicationScoped
public class SellableEvents {

    private static final Logger LOG = Logger.getLogger(SellableEvents.class);

    /** How long rules are used without looking again. */
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    /** Rules that nobody has asked for in this long are looked at before they are used. */
    private static final Duration OLD = Duration.ofSeconds(3);

    private final SeatMapRepository repository;
    private final ObjectMapper json;
    private final Clock clock = Clock.systemUTC();
    private final Map<EventId, Kept> events = new ConcurrentHashMap<>();
    private final Set<EventId> refreshing = ConcurrentHashMap.newKeySet();
    private final Map<PlanKey, SeatLayout> layouts = new ConcurrentHashMap<>();

    private record Kept(SellableEvent event, Instant at) {}

    private record PlanKey(UUID planId, int planVersion) {}

    SellableEvents(SeatMapRepository repository, ObjectMapper json) {
        this.repository = repository;
        this.json = json;
    }

    /**
     * The event; empty when there is none. Rules older than a second are read again while those who come meanwhile go on
     * with them: the reserve function refuses what was asked under old rules, and nobody waits once a second.
     */
    public Uni<Optional<SellableEvent>> find(EventId id) {
        Kept kept = events.get(id);
        if (kept == null) {
            return reload(id);
        }
        Instant now = clock.instant();
        if (now.isAfter(kept.at().plus(OLD))) {
            return reload(id).onFailure().recoverWithItem(() -> Optional.of(kept.event()));
        }
        if (now.isAfter(kept.at().plus(MAX_AGE))) {
            refresh(id);
        }
        return Uni.createFrom().item(Optional.of(kept.event()));
    }

    private void refresh(EventId id) {
        if (refreshing.add(id)) {
            reload(id)
                    .onTermination()
                    .invoke(() -> refreshing.remove(id))
                    .subscribe()
                    .with(read -> {}, away -> LOG.debugf("rules not read eventId=%s reason=%s", id, away));
        }
    }

    /** The event if this node knows it, however old its rules; its plan is right in any case, because it never changes. */
    Optional<SellableEvent> known(EventId id) {
        return Optional.ofNullable(events.get(id)).map(Kept::event);
    }

    /** The event as it is now. */
    public Uni<Optional<SellableEvent>> reload(EventId id) {
        Instant at = clock.instant();
        return repository
                .event(id)
                .chain(this::withLayout)
                .invoke(found -> found.ifPresent(event -> events.put(id, new Kept(event, at))));
    }

    /** Forgets the rules of an event that has changed. */
    public void forget(EventId id) {
        events.remove(id);
    }

    private Uni<Optional<SellableEvent>> withLayout(Optional<SeatMapRepository.EventRow> row) {
        if (row.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        SeatMapRepository.EventRow event = row.get();
        return layout(event.planId(), event.planVersion()).map(layout -> Optional.of(event.with(layout)));
    }

    private Uni<SeatLayout> layout(UUID planId, int planVersion) {
        PlanKey key = new PlanKey(planId, planVersion);
        SeatLayout known = layouts.get(key);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        return repository
                .plan(planId, planVersion)
                .map(document -> SeatLayout.of(parse(document.orElseThrow())))
                .invoke(layout -> layouts.put(key, layout));
    }

    /** Reads a plan's document. */
    SeatingPlan parse(String document) {
        try {
            return json.readValue(document, SeatingPlan.class);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("a stored plan has an unknown shape", malformed);
        }
    }
}
