package gg.tiketi.seat.cancellation;

import gg.tiketi.seat.seatmap.EventId;

/** Everything that can come of giving a reservation up. */
public sealed interface CancelOutcome {

    /** The seats are free again; also the answer to a repetition. */
    record Cancelled(String body, java.util.Optional<EventId> event) implements CancelOutcome {}

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
