package gg.tiketi.seat.seatblock;

import gg.tiketi.seat.seatmap.Position;
import java.util.List;
import java.util.Optional;

/** Everything that can come of blocking and unblocking seats. */
sealed interface BlockOutcome {

    /**
     * All of it was done; repeating it changes nothing more.
     *
     * @param blocked seats that were for sale before
     * @param unblocked seats that are for sale again
     * @param position the states that show it, unless Redis is away
     */
    record Done(int blocked, int unblocked, Optional<Position> position) implements BlockOutcome {}

    /** Nothing was done: somebody has these seats. */
    record SeatsTaken(List<String> labels) implements BlockOutcome {}

    /** Nothing was done: the event's plan does not have these labels. */
    record UnknownSeats(List<String> labels) implements BlockOutcome {}

    /** There is no such event. */
    record UnknownEvent() implements BlockOutcome {}

    /** Nothing was done: the seats changed hands at this very moment. */
    record Busy() implements BlockOutcome {}
}
