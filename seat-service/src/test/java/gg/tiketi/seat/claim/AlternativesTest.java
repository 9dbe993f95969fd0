package gg.tiketi.seat.claim;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.seat.seatmap.SeatLayout;
import gg.tiketi.seat.seatmap.SeatingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AlternativesTest {

    /** Two tiers of 3 rows with 10 seats each: R is 0-29, S is 30-59. */
    private final SeatLayout layout = SeatLayout.of(
            new SeatingPlan(UUID.randomUUID(), 1, UUID.randomUUID(), List.of(section("A", "R"), section("B", "S"))));

    @Test
    void theNearestSeatsOfTheSameRowComeFirst() {
        assertThat(near(List.of(15), Set.of(15)).getFirst()).isIn(List.of(14), List.of(16));
    }

    @Test
    void agroupStaysTogether() {
        assertThat(near(List.of(14, 15, 16), Set.of(15)))
                .isNotEmpty()
                .allSatisfy(seats -> assertThat(seats.get(2) - seats.get(0)).isEqualTo(2))
                .allSatisfy(seats -> assertThat(seats).doesNotContain(15));
    }

    @Test
    void theTierIsKept() {
        // given: of tier R only the far end is free
        List<List<Integer>> groups = Alternatives.near(layout, List.of(29, 28), seat -> seat < 2 || seat >= 30, 5);

        assertThat(groups).containsExactly(List.of(0, 1));
    }

    @Test
    void thereMayBeNone() {
        assertThat(Alternatives.near(layout, List.of(1, 2), seat -> seat % 2 == 0, 5))
                .isEmpty();
    }

    @Test
    void noMoreThanWanted() {
        assertThat(near(List.of(15), Set.of(15))).hasSize(5);
    }

    private List<List<Integer>> near(List<Integer> wished, Set<Integer> gone) {
        return Alternatives.near(layout, wished, seat -> !gone.contains(seat), 5);
    }

    private static SeatingPlan.Section section(String name, String tier) {
        List<SeatingPlan.Row> rows = new ArrayList<>();
        for (int row = 1; row <= 3; row++) {
            List<SeatingPlan.Seat> seats = new ArrayList<>();
            for (int number = 1; number <= 10; number++) {
                seats.add(new SeatingPlan.Seat(name + "-" + row + "-" + number, number, null, null, null));
            }
            rows.add(new SeatingPlan.Row(Integer.toString(row), seats));
        }
        return new SeatingPlan.Section(name, tier, rows, null);
    }
}
