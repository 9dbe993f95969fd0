package gg.tiketi.seat.seatmap;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event's plan with the event's prices; the order of its seats is the order of the states.
 *
 * @param planVersion the plan's version
 * @param sections in plan order
 */
@RegisterForReflection
public record SeatMap(int planVersion, List<Section> sections) {

    /** A section with the price of its tier in KRW. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Section(
            String name,
            String priceTier,
            int price,
            List<SeatingPlan.Row> rows,
            SeatingPlan.@Nullable Standing standing) {}
}
