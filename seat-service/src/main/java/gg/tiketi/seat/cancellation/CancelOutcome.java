package gg.tiketi.seat.cancellation;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.Position;
import java.util.Optional;

/** Everything that can come of giving a reservation up. */
public sealed interface CancelOutcome {

    /**
     * The seats are free again; also the answer to a repetition.
     *
     * @param body the reservation as JSON
     * @param event whose seats changed; empty for a repetition
     * @param position the seats' position after it, if known
     */
    record Cancelled(String body, Optional<EventId> event, Optional<Position> position) implements CancelOutcome {}

    /** Nothing changed. */
    record Refused(Reason reason) implements CancelOutcome {}

    /** Why nothing changed. */
    enum Reason {
        NOT_FOUND,
        PAYING,
        LAPSED,
        ENDED,
        KEY_REUSED
    }
}
