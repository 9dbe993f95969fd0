package gg.tiketi.seat.reservation;

import java.util.UUID;

/**
 * Names a reservation.
 *
 * @param value a UUIDv7
 */
public record ReservationId(UUID value) {

    /** Reads the usual text form; used for path parameters. */
    public static ReservationId fromString(String text) {
        return new ReservationId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
