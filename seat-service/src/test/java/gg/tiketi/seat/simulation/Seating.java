package gg.tiketi.seat.simulation;

import gg.tiketi.seat.claim.BestAvailable;
import gg.tiketi.seat.seatmap.SeatLayout;
import gg.tiketi.seat.seatmap.SeatingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The simulated house, and the seats that a node tries for a wish: the product's own choice on the node's replica. */
final class Seating {

    private static final SeatLayout LAYOUT = SeatLayout.of(new SeatingPlan(
            new UUID(0, 1),
            1,
            new UUID(0, 2),
            List.of(
                    new SeatingPlan.Section("VIP", "VIP", List.of(row("A", 4), row("B", 2)), null),
                    new SeatingPlan.Section("Floor", "R", List.of(), new SeatingPlan.Standing(2)))));

    private static final int MOST_SETS = 8;

    private Seating() {}

    private static SeatingPlan.Row row(String name, int seats) {
        List<SeatingPlan.Seat> all = new ArrayList<>();
        for (int number = 1; number <= seats; number++) {
            all.add(new SeatingPlan.Seat("VIP-" + name + "-" + number, number, null, null, null));
        }
        return new SeatingPlan.Row(name, all);
    }

    /** Sets of seats to try, the best first; for standing places one set to pick from. */
    static int[] candidates(Wish wish, int free, Dice dice) {
        return switch (wish.kind()) {
            case SEATS -> new int[] {wish.seats()};
            case BEST_AVAILABLE -> best(wish.count(), free, dice);
            case STANDING -> {
                int places = free & Numbers.STANDING;
                yield Integer.bitCount(places) < wish.count() ? new int[0] : new int[] {places};
            }
        };
    }

    private static int[] best(int count, int free, Dice dice) {
        BestAvailable.Wish wish = new BestAvailable.Wish(count, Optional.empty(), Optional.empty(), false);
        return BestAvailable.choose(LAYOUT, seat -> (free >> seat & 1) != 0, wish, MOST_SETS, dice).stream()
                .mapToInt(Seating::mask)
                .toArray();
    }

    private static int mask(List<Integer> seats) {
        int mask = 0;
        for (int seat : seats) {
            mask |= 1 << seat;
        }
        return mask;
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
