package gg.tiketi.seat.seatmap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.seat.platform.Turn;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Follows event-service's change feed. A change and the cursor move in one transaction, and the cursor moves only from
 * where it was read, so several nodes may follow at once and each change counts once.
 */
@ApplicationScoped
public class EventFeed {

    /** Redis channel on which event-service says that there is something new; only a hint, and it may be lost. */
    public static final String HINT_CHANNEL = "events:changed";

    private static final Logger LOG = Logger.getLogger(EventFeed.class);

    private final EventClient client;
    private final SeatMapRepository repository;
    private final SellableEvents events;
    private final ObjectMapper json;

    EventFeed(EventClient client, SeatMapRepository repository, SellableEvents events, ObjectMapper json) {
        this.client = client;
        this.repository = repository;
        this.events = events;
        this.json = json;
    }

    @Scheduled(every = "${tiketi.event.poll-interval:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> pollInTurn() {
        return Turn.FEED.of(this::poll);
    }

    private Uni<Void> poll() {
        return follow().onFailure()
                .invoke(failure -> LOG.debugf("change feed not read reason=%s", failure.toString()))
                .onFailure()
                .recoverWithItem(0)
                .replaceWithVoid();
    }

    /** Looks at the feed without waiting for the schedule. */
    public void lookNow() {
        poll().subscribe().with(nothing -> {}, failure -> {});
    }

    /** Takes changes until there are no more; returns how many this node took. */
    public Uni<Integer> follow() {
        return repository.cursor().chain(cursor -> client.changesAfter(
                        cursor.map(SeatMapRepository.FeedCursor::number).orElse(0L))
                .chain(page -> takePage(cursor, page)));
    }

    private Uni<Integer> takePage(Optional<SeatMapRepository.FeedCursor> cursor, EventChange.Page page) {
        boolean foreign = cursor.isPresent() && !cursor.get().incarnation().equals(page.incarnation());
        if (foreign && cursor.get().number() > 0) {
            // Another database stands behind the feed: its numbers mean nothing here, so start over.
            return client.changesAfter(0).chain(first -> takeFrom(cursor, first, 0));
        }
        return takeFrom(cursor, page, 0);
    }

    private Uni<Integer> takeFrom(Optional<SeatMapRepository.FeedCursor> cursor, EventChange.Page page, int index) {
        List<EventChange> changes = page.changes();
        if (index == changes.size()) {
            return changes.isEmpty() ? Uni.createFrom().item(0) : follow().map(more -> more + index);
        }
        EventChange change = changes.get(index);
        SeatMapRepository.FeedCursor next = new SeatMapRepository.FeedCursor(page.incarnation(), change.number());
        return take(cursor, next, change)
                .chain(taken -> taken
                        ? takeFrom(Optional.of(next), page, index + 1)
                        : Uni.createFrom().item(index));
    }

    private Uni<Boolean> take(
            Optional<SeatMapRepository.FeedCursor> from, SeatMapRepository.FeedCursor to, EventChange change) {
        EventChange.Event event = change.event();
        return planDocument(event)
                .chain(document -> repository.take(from, to, change, document, SeatLayout.of(events.parse(document))))
                .invoke(taken -> {
                    events.forget(new EventId(event.id()));
                    LOG.infof("event change taken=%s eventId=%s number=%d", taken, event.id(), change.number());
                });
    }

    private Uni<String> planDocument(EventChange.Event event) {
        return repository
                .plan(event.planId(), event.planVersion())
                .chain(stored -> stored.isPresent()
                        ? Uni.createFrom().item(stored.get())
                        : client.plan(event.planId(), event.planVersion()).map(this::canonical));
    }

    /** Keeps what seat-service knows of a plan, so that a stored document always has our shape. */
    private String canonical(String document) {
        try {
            SeatingPlan plan = json.readerFor(SeatingPlan.class)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(document);
            return json.writeValueAsString(plan);
        } catch (JsonProcessingException unexpected) {
            throw new IllegalStateException("event-service's plan has an unknown shape", unexpected);
        }
    }
}
