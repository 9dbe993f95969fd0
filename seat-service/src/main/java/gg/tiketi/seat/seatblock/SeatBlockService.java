package gg.tiketi.seat.seatblock;

import gg.tiketi.seat.claim.OutboxApplier;
import gg.tiketi.seat.platform.Conflicts;
import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatLayout;
import gg.tiketi.seat.seatmap.SellableEvent;
import gg.tiketi.seat.seatmap.SellableEvents;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Takes seats out of the sale and gives them back; PostgreSQL decides, with the same locks as reserving. */
@ApplicationScoped
class SeatBlockService {

    private static final Logger LOG = Logger.getLogger(SeatBlockService.class);
    private static final int RETRIES = 2;

    private final SellableEvents events;
    private final SeatBlockRepository repository;
    private final OutboxApplier outbox;

    SeatBlockService(SellableEvents events, SeatBlockRepository repository, OutboxApplier outbox) {
        this.events = events;
        this.repository = repository;
        this.outbox = outbox;
    }

    /** Blocks and unblocks, all or nothing. */
    Uni<BlockOutcome> change(EventId id, UUID actor, Collection<String> block, Collection<String> unblock) {
        return events.find(id)
                .chain(event -> event.isEmpty()
                        ? Uni.createFrom().item(new BlockOutcome.UnknownEvent())
                        : change(event.get(), actor, block, unblock));
    }

    private Uni<BlockOutcome> change(
            SellableEvent event, UUID actor, Collection<String> block, Collection<String> unblock) {
        SeatLayout layout = event.layout();
        List<String> unknown = Stream.concat(block.stream(), unblock.stream())
                .filter(label -> layout.position(label).isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            return Uni.createFrom().item(new BlockOutcome.UnknownSeats(unknown));
        }
        return Conflicts.retried(
                        repository.block(event.id(), actor, positions(layout, block), positions(layout, unblock)),
                        RETRIES)
                .chain(answer -> settle(event, answer));
    }

    private Uni<BlockOutcome> settle(SellableEvent event, SeatBlockRepository.Answer answer) {
        return switch (answer.outcome()) {
            case "DONE" -> {
                LOG.infof("seats blocked=%d unblocked=%d eventId=%s", answer.blocked(), answer.unblocked(), event.id());
                yield show(event.id(), answer)
                        .map(position -> new BlockOutcome.Done(answer.blocked(), answer.unblocked(), position));
            }
            case "TAKEN" ->
                Uni.createFrom()
                        .item(new BlockOutcome.SeatsTaken(answer.taken().stream()
                                .map(seat -> event.layout().place(seat).label())
                                .toList()));
            case "RETRY" -> Uni.createFrom().item(new BlockOutcome.Busy());
            case "UNKNOWN_EVENT" -> Uni.createFrom().item(new BlockOutcome.UnknownEvent());
            default -> throw new IllegalStateException("block_seats answered " + answer.outcome());
        };
    }

    private Uni<Optional<Position>> show(EventId event, SeatBlockRepository.Answer answer) {
        return answer.blocked() + answer.unblocked() == 0
                ? Uni.createFrom().item(Optional.empty())
                : outbox.applyNow(event);
    }

    private static List<Integer> positions(SeatLayout layout, Collection<String> labels) {
        return labels.stream()
                .map(label -> layout.position(label).orElseThrow())
                .sorted()
                .toList();
    }
}
