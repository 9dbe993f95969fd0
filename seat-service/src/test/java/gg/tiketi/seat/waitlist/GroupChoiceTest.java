package gg.tiketi.seat.waitlist;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.seat.seatmap.SeatLayout;
import gg.tiketi.seat.seatmap.SeatingPlan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupChoiceTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());

    /** R: 3 rows of 8; S: a row of 6 and a standing floor of 10. */
    private final SeatLayout layout = SeatLayout.of(new SeatingPlan(
            UUID.randomUUID(),
            1,
            UUID.randomUUID(),
            List.of(section("A", "R", 3, 8), section("B", "S", 1, 6), standing("F", "S", 10))));

    private final Random random = new Random(SEED);

    @Test
    void seatsSideBySideAreOfOneRow() {
        // given: the last of the first row, and the first of the second
        BitSet free = free(7, 8);

        // then
        assertThat(choose("R", free, 2, true)).isEmpty();
        assertThat(choose("R", free, 2, false)).contains(List.of(7, 8));
        free.set(9);
        assertThat(choose("R", free, 2, true)).contains(List.of(8, 9));
    }

    @Test
    void placesOfAStandingSectionAreTogether() {
        // given: B's seats are 24 to 29, the floor's places 30 to 39
        BitSet free = free(24, 26, 31, 33, 35);

        // then
        assertThat(choose("S", free, 3, true)).contains(List.of(31, 33, 35));
        assertThat(choose("S", free, 4, true)).isEmpty();
        assertThat(choose("S", free, 5, false)).contains(List.of(24, 26, 31, 33, 35));
    }

    @Test
    void otherTiersAreNotTouched() {
        assertThat(choose("R", free(24, 25), 1, false)).isEmpty();
        assertThat(choose("S", free(0, 1), 1, false)).isEmpty();
    }

    @Test
    void whereAGroupFindsSeatsEveryGroupThatNeedsNoMoreFindsSome() {
        for (int round = 0; round < 3_000; round++) {
            // given
            BitSet free = new BitSet();
            double share = random.nextDouble();
            for (int place = 0; place < layout.size(); place++) {
                free.set(place, random.nextDouble() < share);
            }
            String tier = random.nextBoolean() ? "R" : "S";
            List<WaitlistRepository.Waiting> kinds = new ArrayList<>();
            for (int size = 1; size <= 6; size++) {
                kinds.add(new WaitlistRepository.Waiting(1, UUID.randomUUID(), size, false));
                kinds.add(new WaitlistRepository.Waiting(1, UUID.randomUUID(), size, true));
            }

            // then
            for (WaitlistRepository.Waiting served : kinds) {
                Optional<List<Integer>> seats = choose(tier, free, served.groupSize(), served.adjacent());
                seats.ifPresent(found -> assertThat(found)
                        .hasSize(served.groupSize())
                        .doesNotHaveDuplicates()
                        .allMatch(free::get)
                        .allMatch(place -> layout.place(place).priceTier().equals(tier)));
                for (WaitlistRepository.Waiting other : kinds) {
                    if (seats.isPresent() && other.needsNoMoreThan(served)) {
                        assertThat(choose(tier, free, other.groupSize(), other.adjacent()))
                                .as("seed=%d %s when %s has %s of %s", SEED, other, served, seats, free)
                                .isPresent();
                    }
                }
            }
        }
    }

    private Optional<List<Integer>> choose(String tier, BitSet free, int size, boolean adjacent) {
        return new GroupChoice(layout, tier, random).choose(free::get, size, adjacent);
    }

    private static BitSet free(int... places) {
        BitSet free = new BitSet();
        IntStream.of(places).forEach(free::set);
        return free;
    }

    private static SeatingPlan.Section section(String name, String tier, int rows, int seats) {
        List<SeatingPlan.Row> list = IntStream.rangeClosed(1, rows)
                .mapToObj(row -> new SeatingPlan.Row(
                        Integer.toString(row),
                        IntStream.rangeClosed(1, seats)
                                .mapToObj(number ->
                                        new SeatingPlan.Seat(name + "-" + row + "-" + number, number, null, null, null))
                                .toList()))
                .toList();
        return new SeatingPlan.Section(name, tier, list, null);
    }

    private static SeatingPlan.Section standing(String name, String tier, int capacity) {
        return new SeatingPlan.Section(name, tier, List.of(), new SeatingPlan.Standing(capacity));
    }
}
