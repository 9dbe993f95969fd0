package gg.tiketi.seat.reservation;

import gg.tiketi.seat.seatmap.Position;
import java.util.List;
import java.util.Optional;

/** Everything that can come of a wish for seats. */
public sealed interface ReserveOutcome {

    /** The seats are held for the buyer; also the answer to a repetition of the same request. */
    record Placed(String body, Optional<Position> position) implements ReserveOutcome {}

    /** Somebody else has at least one of the seats; the alternatives are groups of labels, the nearest first. */
    record SeatsTaken(List<String> labels, List<List<String>> alternatives, Optional<Position> position)
            implements ReserveOutcome {}

    /** There are not as many free seats of the kind that was asked for. */
    record NotEnough(Optional<Position> position) implements ReserveOutcome {}

    /** The person would have more seats of this event than allowed. */
    record LimitReached(int limit, int has) implements ReserveOutcome {}

    /** More seats than one request may name. */
    record TooManySeats(int limit) implements ReserveOutcome {}

    /** Labels that the event's plan does not have. */
    record UnknownSeats(List<String> labels) implements ReserveOutcome {}

    /** Any other refusal. */
    record Refused(Reason reason) implements ReserveOutcome {}

    /** Why nothing can be reserved, whatever the seats. */
    enum Reason {
        UNKNOWN_EVENT,
        EVENT_CANCELLED,
        SALE_STOPPED,
        SALE_NOT_OPEN,
        SALE_CLOSED,
        ADMISSION_REQUIRED,
        ADMISSION_EXPIRED,
        KEY_REUSED,
        IN_FLIGHT,
        BUSY
    }
}
