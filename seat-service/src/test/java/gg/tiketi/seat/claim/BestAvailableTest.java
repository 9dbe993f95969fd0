package gg.tiketi.seat.claim;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.seat.seatmap.SeatLayout;
import gg.tiketi.seat.seatmap.SeatingPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestAvailableTest {

    private static final BestAvailable.Wish TWO = wish(2);

    /** A: 2 rows of 6; B: 2 rows of 4, of which the last seat of each row is for a wheelchair user. */
    private final SeatLayout layout = SeatLayout.of(new SeatingPlan(
            UUID.randomUUID(), 1, UUID.randomUUID(), List.of(section("A", "R", 2, 6, 0), section("B", "S", 2, 4, 4))));

    @Test
    void frontRowsComeFirst() {
        assertThat(labels(best(TWO).getFirst())).allMatch(label -> label.startsWith("A-1-"));
    }

    @Test
    void theSeatsAreSideBySide() {
        assertThat(best(wish(3)))
                .allSatisfy(seats -> assertThat(seats.get(2) - seats.get(0)).isEqualTo(2));
    }

    @Test
    void noSeatIsLeftAloneWhileThereIsAnotherChoice() {
        // given: A-1 has three free seats in a row, so that two of them leave one alone
        List<List<Integer>> choices = best(TWO, "A-1-1", "A-1-2", "A-1-3");

        assertThat(labels(choices.getFirst())).allMatch(label -> label.startsWith("A-2-"));
    }

    @Test
    void aSeatIsLeftAloneWhenNothingElseIsLeft() {
        // given: only A-1-4 to A-1-6 are free
        List<String> taken = new ArrayList<>(List.of("A-1-1", "A-1-2", "A-1-3"));
        IntStream.rangeClosed(1, 6).forEach(seat -> taken.add("A-2-" + seat));

        List<List<Integer>> choices = best(
                new BestAvailable.Wish(2, Optional.of("A"), Optional.empty(), false), taken.toArray(String[]::new));

        assertThat(choices).isNotEmpty();
    }

    @Test
    void aLeftoverAtTheEndOfTheRowIsAvoidedByTakingTheEnd() {
        // given: five free seats, two by two from the left would leave the fifth alone
        List<List<Integer>> choices = best(TWO, "A-1-1");

        assertThat(choices.stream().map(this::labels).filter(seats -> seats.contains("A-1-6")))
                .containsExactly(List.of("A-1-5", "A-1-6"));
    }

    @Test
    void aGroupTooLargeForARowIsSplitOverNeighbouringRows() {
        List<List<Integer>> choices = best(new BestAvailable.Wish(8, Optional.of("A"), Optional.empty(), false));

        assertThat(choices).hasSize(1);
        assertThat(choices.getFirst()).hasSize(8).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void theLastSeatsAnywhereAreTakenRatherThanRefused() {
        // given: one seat left in A, one in B
        List<String> taken = layout.places().stream()
                .map(SeatLayout.Place::label)
                .filter(label -> !Set.of("A-2-3", "B-2-4").contains(label))
                .toList();

        assertThat(best(TWO, taken.toArray(String[]::new)).stream().map(this::labels))
                .containsExactly(List.of("A-2-3", "B-2-4"));
    }

    @Test
    void aSectionOrATierIsKept() {
        assertThat(best(new BestAvailable.Wish(2, Optional.of("B"), Optional.empty(), false)))
                .allSatisfy(seats -> assertThat(labels(seats)).allMatch(label -> label.startsWith("B-")));
        assertThat(best(new BestAvailable.Wish(2, Optional.empty(), Optional.of("S"), false)))
                .allSatisfy(seats -> assertThat(labels(seats)).allMatch(label -> label.startsWith("B-")));
        assertThat(best(new BestAvailable.Wish(9, Optional.of("B"), Optional.empty(), false)))
                .isEmpty();
    }

    @Test
    void placesForWheelchairUsersAreKeptForThoseWhoAsk() {
        assertThat(best(new BestAvailable.Wish(2, Optional.of("B"), Optional.empty(), false)))
                .allSatisfy(seats -> assertThat(labels(seats)).doesNotContain("B-1-4", "B-2-4"));
        assertThat(best(new BestAvailable.Wish(2, Optional.empty(), Optional.empty(), true)))
                .isNotEmpty()
                .allSatisfy(seats -> assertThat(labels(seats)).containsAnyOf("B-1-4", "B-2-4"));
        assertThat(best(new BestAvailable.Wish(1, Optional.empty(), Optional.empty(), true), "B-1-4", "B-2-4"))
                .isEmpty();
    }

    @Test
    void anAisleSeparates() {
        // given: between number 2 and 3 there is an aisle
        List<SeatingPlan.Seat> seats = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            seats.add(new SeatingPlan.Seat("X-1-" + number, number, number > 2 ? number + 2.0 : number, 1.0, null));
        }
        SeatLayout withAisle = SeatLayout.of(new SeatingPlan(
                UUID.randomUUID(),
                1,
                UUID.randomUUID(),
                List.of(new SeatingPlan.Section("X", "R", List.of(new SeatingPlan.Row("1", seats)), null))));

        assertThat(BestAvailable.choose(withAisle, seat -> true, TWO, 8, new Random(1)))
                .containsExactlyInAnyOrder(List.of(0, 1), List.of(2, 3));
    }

    /** S17 over random halls: only free seats, as many as wanted, none alone unless unavoidable, never empty-handed. */
    @Test
    void everyChoiceIsFreeAndLeavesNoSeatAloneUnlessUnavoidable() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 20_000; run++) {
            double share = random.nextDouble();
            Set<Integer> free = IntStream.range(0, layout.size())
                    .filter(seat -> random.nextDouble() < share)
                    .boxed()
                    .collect(Collectors.toCollection(HashSet::new));
            int count = 1 + random.nextInt(5);
            boolean accessible = random.nextInt(4) == 0;
            BestAvailable.Wish wish = new BestAvailable.Wish(count, Optional.empty(), Optional.empty(), accessible);

            List<List<Integer>> choices = BestAvailable.choose(layout, free::contains, wish, 8, random);

            String story = "seed %d run %d free %s wish %s gave %s".formatted(seed, run, free, wish, choices);
            assertThat(choices).as(story).allSatisfy(seats -> {
                assertThat(seats).hasSize(count).doesNotHaveDuplicates().isSorted();
                assertThat(free).containsAll(seats);
            });
            boolean possible = free.size() >= count
                    && (!accessible
                            || free.stream().anyMatch(seat -> layout.place(seat).accessible()));
            assertThat(!choices.isEmpty()).as(story).isEqualTo(possible);
            if (!choices.isEmpty() && anyCleanWindow(free, count, accessible)) {
                assertThat(leavesOneAlone(choices.getFirst(), free, accessible))
                        .as(story)
                        .isFalse();
            }
        }
    }

    private boolean anyCleanWindow(Set<Integer> free, int count, boolean accessible) {
        return IntStream.range(0, layout.size() - count + 1)
                .mapToObj(from -> IntStream.range(from, from + count).boxed().toList())
                .anyMatch(seats -> isWindow(seats, free, accessible) && !leavesOneAlone(seats, free, accessible));
    }

    private boolean isWindow(List<Integer> seats, Set<Integer> free, boolean accessible) {
        boolean offered = seats.stream().allMatch(seat -> isOffered(free, seat, accessible));
        boolean oneBlock = layout.blocks().stream()
                .anyMatch(block -> block.from() <= seats.getFirst() && seats.getLast() < block.to());
        return offered
                && oneBlock
                && (!accessible
                        || seats.stream().anyMatch(seat -> layout.place(seat).accessible()));
    }

    private boolean leavesOneAlone(List<Integer> seats, Set<Integer> free, boolean accessible) {
        SeatLayout.Block block = layout.blocks().stream()
                .filter(one -> one.from() <= seats.getFirst() && seats.getFirst() < one.to())
                .findFirst()
                .orElseThrow();
        int from = seats.getFirst();
        while (from > block.from() && isOffered(free, from - 1, accessible)) {
            from--;
        }
        int to = seats.getLast() + 1;
        while (to < block.to() && isOffered(free, to, accessible)) {
            to++;
        }
        return OrphanRule.orphans(from, to, seats.getFirst(), seats.getLast() + 1) > 0;
    }

    private boolean isOffered(Set<Integer> free, int seat, boolean accessible) {
        return free.contains(seat) && (accessible || !layout.place(seat).accessible());
    }

    private static BestAvailable.Wish wish(int count) {
        return new BestAvailable.Wish(count, Optional.empty(), Optional.empty(), false);
    }

    private List<List<Integer>> best(BestAvailable.Wish wish, String... taken) {
        Set<String> gone = Set.of(taken);
        IntPredicate free = seat -> !gone.contains(layout.place(seat).label());
        return BestAvailable.choose(layout, free, wish, 8, new Random(42));
    }

    private List<String> labels(List<Integer> seats) {
        return seats.stream().map(seat -> layout.place(seat).label()).toList();
    }

    private static SeatingPlan.Section section(String name, String tier, int rows, int seats, int accessible) {
        List<SeatingPlan.Row> list = new ArrayList<>();
        for (int row = 1; row <= rows; row++) {
            List<SeatingPlan.Seat> inRow = new ArrayList<>();
            for (int number = 1; number <= seats; number++) {
                inRow.add(new SeatingPlan.Seat(
                        name + "-" + row + "-" + number, number, null, null, number == accessible));
            }
            list.add(new SeatingPlan.Row(Integer.toString(row), inRow));
        }
        return new SeatingPlan.Section(name, tier, list, null);
    }
}
