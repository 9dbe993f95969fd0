package gg.tiketi.event.sample;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.event.plan.PlanRules;
import gg.tiketi.event.plan.SeatingPlan;
import gg.tiketi.event.plan.SeatingPlan.Seat;
import gg.tiketi.event.plan.SeatingPlan.Section;
import gg.tiketi.event.sale.PriceTier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlanShapeTest {

    private static final double WITHIN_A_SECTION = 0.95;
    private static final double BETWEEN_SECTIONS = 1.5;

    /** Neighbours nearer than this are found by looking at a seat's cell and those around it. */
    private static final double CELL = 2;

    private record Placed(int section, Seat seat) {}

    private record Cell(long x, long y) {}

    @ParameterizedTest
    @CsvSource({
        "HALL_265, 265, 0",
        "THEATRE_1250, 1250, 0",
        "HALL_4900, 4900, 0",
        "ARENA_15000, 15000, 3000",
        "STADIUM_50000, 50000, 0"
    })
    void eachShapeHasExactlyItsPlaces(PlanShape shape, int capacity, int standing) {
        // given
        SeatingPlan plan = plan(shape);

        // then
        assertThat(plan.capacity()).isEqualTo(capacity);
        assertThat(plan.sections().stream()
                        .filter(section -> section.standing() != null)
                        .mapToInt(section -> section.standing().capacity())
                        .sum())
                .isEqualTo(standing);
    }

    @ParameterizedTest
    @EnumSource(PlanShape.class)
    void eachShapeMayBePublishedAndPricesAllItsTiers(PlanShape shape) {
        // given
        SeatingPlan plan = plan(shape);

        // then
        assertThat(PlanRules.violations(plan, 120_000)).isEmpty();
        assertThat(shape.priceTiers())
                .extracting(PriceTier::name)
                .containsExactlyInAnyOrderElementsOf(plan.tierCapacities().keySet());
    }

    @ParameterizedTest
    @EnumSource(PlanShape.class)
    void seatsStandApartAndSectionsHaveAislesBetween(PlanShape shape) {
        // given
        Map<Cell, List<Placed>> grid = new HashMap<>();
        List<Placed> all = placed(shape.sections());
        all.forEach(placed -> grid.computeIfAbsent(cell(placed.seat(), 0, 0), none -> new ArrayList<>())
                .add(placed));

        // then
        for (Placed placed : all) {
            assertThat(placed.seat().y()).isPositive();
            for (int around = 0; around < 9; around++) {
                Cell cell = cell(placed.seat(), around % 3 - 1, around / 3 - 1);
                for (Placed other : grid.getOrDefault(cell, List.of())) {
                    if (other != placed && distance(placed.seat(), other.seat()) < least(placed, other)) {
                        throw new AssertionError(placed + " is too near to " + other);
                    }
                }
            }
        }
    }

    @Test
    void theSmallHallIsAsItIsSold() {
        // given
        SeatingPlan plan = plan(PlanShape.HALL_265);

        // then
        assertThat(plan.tierCapacities())
                .containsExactly(Map.entry("VIP", 30), Map.entry("R", 75), Map.entry("S", 160));
        assertThat(plan.sections().getFirst().rows().getFirst().seats().get(4).label())
                .isEqualTo("VIP-1-5");
        assertThat(placed(plan.sections()).stream()
                        .filter(placed -> placed.seat().accessible()))
                .hasSize(6);
    }

    private static List<Placed> placed(List<Section> sections) {
        List<Placed> all = new ArrayList<>();
        for (int section = 0; section < sections.size(); section++) {
            int index = section;
            sections.get(section).rows().forEach(row -> row.seats().forEach(seat -> all.add(new Placed(index, seat))));
        }
        return all;
    }

    private static double least(Placed one, Placed other) {
        return one.section() == other.section() ? WITHIN_A_SECTION : BETWEEN_SECTIONS;
    }

    private static double distance(Seat one, Seat other) {
        return Math.hypot(one.x() - other.x(), one.y() - other.y());
    }

    private static Cell cell(Seat seat, int right, int down) {
        return new Cell((long) Math.floor(seat.x() / CELL) + right, (long) Math.floor(seat.y() / CELL) + down);
    }

    private static SeatingPlan plan(PlanShape shape) {
        return new SeatingPlan(new UUID(0, 1), 1, new UUID(0, 2), shape.sections());
    }
}
