package gg.tiketi.system.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the database, the provider and the public map know of some events when all is quiet.
 *
 * @param limits per event how many seats one person may have
 * @param seats every seat and standing place
 * @param reservations every reservation ever made
 * @param places which seats each reservation has or had
 * @param payments every attempt
 * @param provider the provider's own books
 * @param steps the timelines of the reservations, in order
 * @param shown per event the states that everybody is shown, in order of position
 */
public record Books(
        Map<UUID, Integer> limits,
        List<Seat> seats,
        List<Reservation> reservations,
        List<Place> places,
        List<Payment> payments,
        List<Entry> provider,
        List<Step> steps,
        Map<UUID, List<Integer>> shown) {

    /** Codes of seat states. */
    public static final int AVAILABLE = 0;

    /** Held for a reservation that is not confirmed. */
    public static final int HELD = 1;

    /** Sold. */
    public static final int SOLD = 2;

    /** A seat's row. */
    public record Seat(
            UUID event,
            int position,
            String label,
            int state,
            @Nullable UUID reservation) {}

    /** A reservation's row; {@code endedAt} is null while it is live. */
    public record Reservation(
            UUID id,
            UUID event,
            UUID account,
            String owner,
            String status,
            int seatCount,
            int amount,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant endedAt) {

        /** Whether its seats belong to it. */
        public boolean isLive() {
            return switch (status) {
                case "EXPIRED", "CANCELLED" -> false;
                default -> true;
            };
        }
    }

    /** One seat of one reservation. */
    public record Place(UUID reservation, UUID event, int position, boolean live) {}

    /** A payment attempt. */
    public record Payment(UUID id, UUID reservation, UUID account, int amount, String status) {}

    /** What the provider has done under an attempt's id. */
    public record Entry(UUID payment, int amount, String status) {}

    /** One step of a reservation's timeline. */
    public record Step(UUID reservation, String kind, String actor) {}
}
