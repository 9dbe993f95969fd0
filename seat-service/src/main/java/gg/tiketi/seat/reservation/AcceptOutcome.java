package gg.tiketi.seat.reservation;

import gg.tiketi.seat.seatmap.EventId;
import java.util.Optional;

/** Everything that can come of accepting an offer. */
sealed interface AcceptOutcome {

    /**
     * The seats are held until paid for; also the answer to a repetition.
     *
     * @param body the reservation as JSON
     * @param changed the event whose seats changed; empty for a repetition
     */
    record Accepted(String body, Optional<EventId> changed) implements AcceptOutcome {}

    /** Nothing changed. */
    record Refused(Reason reason) implements AcceptOutcome {}

    /** Why nothing changed. */
    enum Reason {
        NOT_FOUND,
        LAPSED,
        ENDED,
        NOT_OFFERED
    }
}
