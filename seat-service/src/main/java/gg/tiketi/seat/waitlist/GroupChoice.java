package gg.tiketi.seat.waitlist;

import gg.tiketi.seat.claim.BestAvailable;
import gg.tiketi.seat.seatmap.SeatLayout;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Chooses seats of one tier for a group that waits. Pure. Where a group finds seats, every group that needs no more (as
 * many or fewer, side by side only if the other one is) finds some, too: the fair order rests on that.
 */
final class GroupChoice {

    private final SeatLayout layout;
    private final String tier;
    private final RandomGenerator random;

    GroupChoice(SeatLayout layout, String tier, RandomGenerator random) {
        this.layout = layout;
        this.tier = tier;
        this.random = random;
    }

    /**
     * The best seats for a group: side by side, near each other, in a standing section, and, unless they must be side by
     * side, any of the tier. Time: O(places of the event).
     *
     * @param free which positions may be taken
     * @param size how many, 1 and up
     * @param adjacent whether only seats of one row without a gap, or places of one standing section, will do
     * @return positions, ascending; empty when there are none
     */
    Optional<List<Integer>> choose(IntPredicate free, int size, boolean adjacent) {
        BestAvailable.Wish wish = new BestAvailable.Wish(size, Optional.empty(), Optional.of(tier), false);
        return BestAvailable.choose(layout, free, wish, 1, random).stream()
                .filter(seats -> !adjacent || areSideBySide(seats))
                .findFirst()
                .or(() -> standing(free, size))
                .or(() -> adjacent ? Optional.empty() : first(IntStream.range(0, layout.size()), free, size));
    }

    private boolean areSideBySide(List<Integer> seats) {
        return layout.blocks().stream()
                .anyMatch(block -> block.from() <= seats.getFirst()
                        && seats.getLast() < block.to()
                        && seats.getLast() - seats.getFirst() == seats.size() - 1);
    }

    private Optional<List<Integer>> standing(IntPredicate free, int size) {
        return layout.standing().stream()
                .flatMap(area -> first(IntStream.range(area.from(), area.to()), free, size).stream())
                .findFirst();
    }

    private Optional<List<Integer>> first(IntStream places, IntPredicate free, int size) {
        List<Integer> found = places.filter(place ->
                        free.test(place) && layout.place(place).priceTier().equals(tier))
                .limit(size)
                .boxed()
                .toList();
        return found.size() == size ? Optional.of(found) : Optional.empty();
    }
}
