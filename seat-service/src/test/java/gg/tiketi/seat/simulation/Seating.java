package gg.tiketi.seat.simulation;

import java.util.ArrayList;
import java.util.List;

/** Candidate sets for best available seats and standing places, computed on a node's replica. */
final class Seating {

    private Seating() {}

    /** At most {@code most} sets of seats out of the free ones, best first. */
    static int[] candidates(Wish wish, int free, Dice dice, int most) {
        List<Integer> found = new ArrayList<>();
        switch (wish.kind()) {
            case SEATS -> found.add(wish.seats());
            case BEST_AVAILABLE -> best(wish.count(), free & ~Numbers.STANDING, dice, found);
            case STANDING -> some(wish.count(), free & Numbers.STANDING, dice, most, found);
        }
        return found.stream().distinct().limit(most).mapToInt(set -> set).toArray();
    }

    /** Adjacent without a single seat left beside, then adjacent, then anywhere. */
    private static void best(int count, int free, Dice dice, List<Integer> found) {
        List<Integer> lonely = new ArrayList<>();
        for (int row : Numbers.ROWS) {
            int window = ((1 << count) - 1) * Integer.lowestOneBit(row);
            for (; (window & ~row) == 0; window <<= 1) {
                if ((window & ~free) == 0) {
                    (leavesOrphan(window, free) ? lonely : found).add(window);
                }
            }
        }
        found.addAll(lonely);
        some(count, free, dice, 2, found);
    }

    private static void some(int count, int free, Dice dice, int most, List<Integer> found) {
        for (int i = 0; i < most && Integer.bitCount(free) >= count; i++) {
            int set = 0;
            for (int bit : dice.shuffled(free)) {
                if (Integer.bitCount(set) < count) {
                    set |= bit;
                }
            }
            found.add(set);
        }
    }

    /** Whether taking the seats makes a free seat lonely that was not so before. */
    static boolean leavesOrphan(int taken, int free) {
        return (orphans(free & ~taken) & ~orphans(free)) != 0;
    }

    private static int orphans(int free) {
        int lonely = 0;
        for (int row : Numbers.ROWS) {
            int left = free & row;
            lonely |= left & ~(left << 1) & ~(left >> 1);
        }
        return lonely;
    }
}
