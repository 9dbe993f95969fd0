package gg.tiketi.seat.reservation;

import gg.tiketi.seat.seatmap.LocalizedText;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a reservation looks to its owner. The JSON itself is made in PostgreSQL ({@code reservation_view}), where it is
 * also stored for repetitions; this record only describes it in the API document.
 */
@Schema(name = "Reservation")
public record ReservationView(
        UUID id,
        String number,

        @Schema(enumeration = {"OFFERED", "PENDING", "PAYING", "CONFIRMED", "EXPIRED", "CANCELLED"})
        String status,

        Event event,
        List<Seat> seats,
        @Schema(description = "KRW") int amount,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant confirmedAt,
        @Nullable Instant cancelledAt,
        @Nullable List<Step> timeline) {

    /** The event as it was when booked. */
    @Schema(name = "ReservedEvent")
    public record Event(UUID id, LocalizedText title, LocalizedText venue, Instant startsAt) {}

    /** One seat and its price in KRW. */
    @Schema(name = "ReservedSeat")
    public record Seat(String label, String section, String priceTier, int price) {}

    /** Something that happened to the reservation. */
    @Schema(name = "ReservationStep")
    public record Step(Instant at, String kind, String actor) {}

    /** Some of somebody's reservations, newest first, without timelines. */
    @Schema(name = "ReservationPage")
    public record Page(List<ReservationView> items, int page, int size, long total) {}
}
