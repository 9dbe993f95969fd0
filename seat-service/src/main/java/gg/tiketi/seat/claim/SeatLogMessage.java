package gg.tiketi.seat.claim;

import gg.tiketi.seat.seatmap.EventId;
import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatChange;
import gg.tiketi.seat.seatmap.SeatState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One message of the seat log, as the scripts write it: {@code eventId|epoch|version|position:state,...}.
 *
 * @param event whose seats
 * @param position the position after the change
 * @param changes the seats and their new states
 */
public record SeatLogMessage(EventId event, Position position, List<SeatChange> changes) {

    /** Reads a message; empty when it is something else. */
    public static Optional<SeatLogMessage> parse(String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SeatLogMessage(
                    EventId.fromString(parts[0]),
                    new Position(Long.parseLong(parts[1]), Long.parseLong(parts[2])),
                    changes(parts[3])));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Reads {@code position:state,...}; the empty text is no change. */
    static List<SeatChange> changes(String text) {
        List<SeatChange> changes = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int colon = text.indexOf(':', start);
            int comma = text.indexOf(',', colon);
            int end = comma < 0 ? text.length() : comma;
            changes.add(new SeatChange(
                    Integer.parseInt(text, start, colon, 10),
                    SeatState.ofCode(Integer.parseInt(text, colon + 1, end, 10))));
            start = end + 1;
        }
        return changes;
    }
}
