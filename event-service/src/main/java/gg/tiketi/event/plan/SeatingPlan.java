package gg.tiketi.event.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The seats of a venue in plan order, which is the order of seats in every seat state. This is also the JSON shape in
 * which a plan is stored and handed to seat-service. Coordinates: the stage is at the top around (0, 0), y grows away
 * from it, one unit is about one seat pitch.
 */
@RegisterForReflection
public record SeatingPlan(UUID planId, int planVersion, UUID venueId, List<Section> sections) {

    public SeatingPlan {
        sections = List.copyOf(sections);
    }

    /** A part of the plan sold at one price tier: either rows of seats or a standing area. */
    @RegisterForReflection
    public record Section(
            String name,
            String priceTier,
            List<Row> rows,
            @Nullable Standing standing) {

        public Section {
            rows = List.copyOf(rows);
        }

        int capacity() {
            return (standing == null ? 0 : standing.capacity())
                    + rows.stream().mapToInt(row -> row.seats().size()).sum();
        }
    }

    /** A row of seats from left to right, seen from the seats. */
    @RegisterForReflection
    public record Row(String row, List<Seat> seats) {

        public Row {
            seats = List.copyOf(seats);
        }
    }

    /** One seat; its label is section-row-number. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Seat(
            String label,
            String number,
            @Nullable Double x,
            @Nullable Double y,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean accessible) {}

    /** Room for people without numbered places. */
    @RegisterForReflection
    public record Standing(int capacity) {}

    /** The name of this version. */
    @JsonIgnore
    public PlanKey key() {
        return new PlanKey(planId, planVersion);
    }

    /** How many people the plan takes, seated and standing. */
    @JsonIgnore
    public int capacity() {
        return sections.stream().mapToInt(Section::capacity).sum();
    }

    /** How many places each price tier has, in plan order. */
    @JsonIgnore
    public Map<String, Integer> tierCapacities() {
        Map<String, Integer> capacities = new LinkedHashMap<>();
        sections.forEach(section -> capacities.merge(section.priceTier(), section.capacity(), Integer::sum));
        return capacities;
    }
}
