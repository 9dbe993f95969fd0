package gg.tiketi.seat.seatmap;

import java.util.UUID;

/**
 * Names an event in every service.
 *
 * @param value the UUID
 */
public record EventId(UUID value) {

    /** Reads the usual text form; used for path parameters. */
    public static EventId fromString(String text) {
        return new EventId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
