package gg.tiketi.system.history;

import java.time.Instant;
import java.util.UUID;

/**
 * A span in which a reservation certainly had its seats; the end is not part of it.
 *
 * @param reservation whose
 * @param from first moment
 * @param to first moment at which it may be over
 */
record Lifetime(UUID reservation, Instant from, Instant to) {

    boolean overlaps(Lifetime other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }

    boolean isEmpty() {
        return !from.isBefore(to);
    }

    /** What the database says: from its making until its end; a lapsed one until it could lapse. */
    static Lifetime of(Books.Reservation reservation) {
        Instant end = reservation.endedAt() == null ? Instant.MAX : reservation.endedAt();
        return new Lifetime(reservation.id(), reservation.createdAt(), end);
    }
}
