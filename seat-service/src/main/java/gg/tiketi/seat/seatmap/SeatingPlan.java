package gg.tiketi.seat.seatmap;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The sections, rows and seats of a venue as event-service publishes them; immutable once published.
 *
 * @param planId the plan
 * @param planVersion 1 and up
 * @param venueId the venue
 * @param sections in plan order
 */
@RegisterForReflection
public record SeatingPlan(UUID planId, int planVersion, UUID venueId, List<Section> sections) {

    /**
     * A block of seats, or a standing area.
     *
     * @param name unique within the plan
     * @param priceTier the tier whose price applies
     * @param rows rows from the stage outwards; empty for standing
     * @param standing capacity of a standing section, or null
     */
    @RegisterForReflection
    public record Section(
            String name,
            String priceTier,
            List<Row> rows,
            @Nullable Standing standing) {}

    /**
     * Seats in a row, left to right as seen from the stage.
     *
     * @param row the row's name
     * @param seats in order
     */
    @RegisterForReflection
    public record Row(String row, List<Seat> seats) {}

    /**
     * One seat.
     *
     * @param label section-row-number, unique in the plan
     * @param number number in the row
     * @param x horizontal place in plan units, if drawn
     * @param y vertical place, away from the stage
     * @param accessible whether a wheelchair user can take it
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Seat(
            String label,
            int number,
            @Nullable Double x,
            @Nullable Double y,
            @Nullable Boolean accessible) {}

    /**
     * A standing area.
     *
     * @param capacity people who fit
     */
    @RegisterForReflection
    public record Standing(int capacity) {}
}
