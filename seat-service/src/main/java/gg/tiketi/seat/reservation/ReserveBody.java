package gg.tiketi.seat.reservation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import gg.tiketi.seat.claim.BestAvailable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A wish for seats as it comes in; exactly one of the first three is given.
 *
 * @param seats labels such as {@code VIP-1-5}
 * @param bestAvailable the choice is left to us
 * @param standing places of a standing section
 * @param acceptAlternative when the seats are gone, the nearest alternatives will do
 */
@RegisterForReflection
@Schema(name = "ReserveRequest", description = "Exactly one of seats, bestAvailable and standing.")
public record ReserveBody(
        @Nullable @Size(min = 1, max = 64) List<@NotNull @Size(min = 1, max = 64) String> seats,
        @Nullable @Valid Best bestAvailable,
        @Nullable @Valid Standing standing,
        @Nullable Boolean acceptAlternative) {

    /** So many seats side by side if possible, in a section or tier if one is named. */
    @RegisterForReflection
    @Schema(name = "BestAvailable")
    public record Best(
            @NotNull @Min(1) @Max(64) Integer count,
            @Nullable @Size(min = 1, max = 64) String section,
            @Nullable @Size(min = 1, max = 64) String priceTier,

            @Schema(description = "at least one place for a wheelchair user") @Nullable
            Boolean accessible) {}

    /** So many places of a standing section. */
    @RegisterForReflection
    @Schema(name = "StandingPlaces")
    public record Standing(
            @NotNull @Size(min = 1, max = 64) String section,
            @NotNull @Min(1) @Max(64) Integer count) {}

    /** Whether the wish is clear. */
    @JsonIgnore
    @Schema(hidden = true)
    @AssertTrue(message = "exactly one of seats, bestAvailable and standing")
    public boolean isOneWish() {
        return Stream.of(seats, bestAvailable, standing)
                        .filter(Objects::nonNull)
                        .count()
                == 1;
    }

    Wish wish() {
        if (seats != null) {
            return new Wish.Seats(List.copyOf(new TreeSet<>(seats)), Boolean.TRUE.equals(acceptAlternative));
        }
        if (bestAvailable != null) {
            return new Wish.Best(new BestAvailable.Wish(
                    bestAvailable.count(),
                    Optional.ofNullable(bestAvailable.section()),
                    Optional.ofNullable(bestAvailable.priceTier()),
                    Boolean.TRUE.equals(bestAvailable.accessible())));
        }
        Standing places = Objects.requireNonNull(standing);
        return new Wish.Standing(places.section(), places.count());
    }
}
