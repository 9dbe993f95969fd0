package gg.tiketi.event.sale;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;

/**
 * What seat-service says about the places of some events.
 *
 * @param items at most as many as seat-service batches
 */
public record StockReports(@NotEmpty @Size(max = 500) List<@NotNull @Valid StockReport> items) {

    /** All tiers of one event at one position. */
    public record StockReport(
            @NotNull UUID eventId,
            @NotNull @Valid Position asOf,
            @NotNull @Size(max = 100) List<@NotNull @Valid TierStock> tiers) {}

    /** Position of an event's seat states: newer epoch first, then newer version. */
    public record Position(
            @PositiveOrZero long epoch, @PositiveOrZero long version) {}

    /** How many places of a tier there are, and how many can be had. */
    public record TierStock(
            @NotBlank String name,
            @PositiveOrZero int available,
            @PositiveOrZero int total) {

        @AssertTrue(message = "available must not exceed total")
        boolean isWithinTotal() {
            return available <= total;
        }
    }
}
