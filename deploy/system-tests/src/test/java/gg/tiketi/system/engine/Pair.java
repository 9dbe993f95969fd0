package gg.tiketi.system.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Two acts, and where the first stands when the second begins.
 *
 * @param first begins
 * @param second comes while the first stands at the point
 * @param overlapping whether an act on chosen seats has one in common with the other's instead of all
 * @param withRedis whether Redis can be reached
 */
record Pair(Act first, Act second, Point point, boolean overlapping, boolean withRedis) {

    /** What can happen to seats. */
    enum Act {
        /** Somebody else wants seats. */
        RESERVE,
        /** The owner begins to pay. */
        PAY,
        /** The provider's answer is written down. */
        CONFIRM,
        /** The owner gives up. */
        CANCEL,
        /** Another node's sweep ends what has lapsed. */
        EXPIRE,
        /** An administrator takes seats out of sale. */
        BLOCK,
        /** The event is called off, and another node's sweep ends what it has. */
        END_EVENT;

        /** Whether it is about a reservation that must exist before. */
        boolean needsReservation() {
            return switch (this) {
                case PAY, CONFIRM, CANCEL, EXPIRE -> true;
                case RESERVE, BLOCK, END_EVENT -> false;
            };
        }

        /** Whether it chooses seats by itself. */
        boolean choosesSeats() {
            return this == RESERVE || this == BLOCK;
        }
    }

    /** Where the first act stands. */
    enum Point {
        /** It waits for the rows. */
        LOCK,
        /** It has looked and changes nothing yet. */
        CHECK,
        /** It has changed everything and not committed. */
        COMMIT,
        /** It has committed, and its reply has not arrived. */
        REPLY
    }

    /** All pairs that begin so. */
    static List<Pair> with(Act first) {
        List<Pair> pairs = new ArrayList<>();
        for (Act second : Act.values()) {
            for (Point point : Point.values()) {
                pairs.add(new Pair(first, second, point, false, false));
                if (point == Point.REPLY) {
                    pairs.add(new Pair(first, second, point, false, true));
                }
                if (first.choosesSeats() || second.choosesSeats()) {
                    pairs.add(new Pair(first, second, point, true, false));
                }
            }
        }
        return pairs;
    }

    boolean has(Act act) {
        return first == act || second == act;
    }

    boolean needsReservation() {
        return first.needsReservation() || second.needsReservation();
    }

    /**
     * Whether the hold must lapse for the two to get in each other's way: for the first act if it takes what has
     * lapsed, else while the first stands at its point.
     */
    boolean needsLapse() {
        return needsReservation() && !has(Act.CONFIRM) && (has(Act.EXPIRE) || has(Act.RESERVE));
    }

    boolean lapsesBeforeFirst() {
        return first == Act.EXPIRE || first == Act.RESERVE;
    }
}
