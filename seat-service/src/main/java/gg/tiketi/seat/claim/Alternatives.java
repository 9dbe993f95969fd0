package gg.tiketi.seat.claim;

import gg.tiketi.seat.seatmap.SeatLayout;
import gg.tiketi.seat.seatmap.SeatLayout.Block;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * For somebody whose seats are gone: the nearest groups of as many adjacent free seats of the same price tier. Pure;
 * groups that would leave a seat alone come after those that do not.
 */
public final class Alternatives {

    /** Groups looked at for each one wanted, before the search stops going outwards row by row. */
    private static final int LOOKED_AT = 4;

    private Alternatives() {}

    private record Group(int from, int to, int orphans, float distance) {}

    /**
     * The nearest groups, best first; empty when no row of the tier has as many free seats side by side.
     *
     * @param wished the seats that were wanted, at least one
     * @param free which positions may be taken
     * @param most how many groups
     */
    public static List<List<Integer>> near(SeatLayout layout, List<Integer> wished, IntPredicate free, int most) {
        int middle = wished.get(wished.size() / 2);
        String tier = layout.place(middle).priceTier();
        List<Block> blocks = layout.blocks();
        int home = blockOf(blocks, middle);
        List<Group> groups = new ArrayList<>();
        for (int step = 0; step < blocks.size() && groups.size() < most * LOOKED_AT; step++) {
            for (int index : step == 0 ? new int[] {home} : new int[] {home - step, home + step}) {
                if (index >= 0
                        && index < blocks.size()
                        && blocks.get(index).priceTier().equals(tier)) {
                    addGroups(layout, blocks.get(index), middle, wished.size(), free, groups);
                }
            }
        }
        return groups.stream()
                .sorted(Comparator.comparingInt(Group::orphans).thenComparingDouble(Group::distance))
                .limit(most)
                .map(group -> range(group.from(), group.to()))
                .toList();
    }

    private static void addGroups(
            SeatLayout layout, Block block, int middle, int count, IntPredicate free, List<Group> groups) {
        int from = block.from();
        for (int seat = block.from(); seat <= block.to(); seat++) {
            if (seat == block.to() || !free.test(seat)) {
                addNearest(layout, from, seat, middle, count, groups);
                from = seat + 1;
            }
        }
    }

    /** Of a free run the nearest window and its two neighbours. */
    private static void addNearest(
            SeatLayout layout, int runFrom, int runTo, int middle, int count, List<Group> groups) {
        int last = runTo - count;
        if (last < runFrom) {
            return;
        }
        int nearest = runFrom;
        float distance = Float.MAX_VALUE;
        for (int from = runFrom; from <= last; from++) {
            float here = layout.squaredDistance(middle, from + count / 2);
            if (here < distance) {
                distance = here;
                nearest = from;
            }
        }
        for (int from = nearest - count; from <= nearest + count; from += count) {
            if (from >= runFrom && from <= last) {
                groups.add(new Group(
                        from,
                        from + count,
                        OrphanRule.orphans(runFrom, runTo, from, from + count),
                        layout.squaredDistance(middle, from + count / 2)));
            }
        }
    }

    /** Blocks ascend by position, so the one with the seat is found by halving. */
    private static int blockOf(List<Block> blocks, int seat) {
        int low = 0;
        int high = blocks.size() - 1;
        while (low < high) {
            int mid = (low + high + 1) >>> 1;
            if (blocks.get(mid).from() <= seat) {
                low = mid;
            } else {
                high = mid - 1;
            }
        }
        return low;
    }

    private static List<Integer> range(int from, int to) {
        List<Integer> seats = new ArrayList<>(to - from);
        for (int seat = from; seat < to; seat++) {
            seats.add(seat);
        }
        return seats;
    }
}
