package gg.tiketi.seat.claim;

/**
 * No seat is to be left alone: a single free seat between taken ones, or between a taken one and the end of its block,
 * is hard to sell. The rule ranks choices; it never refuses a booking.
 */
public final class OrphanRule {

    private OrphanRule() {}

    /** How many seats of a free run are left alone when {@code from} to before {@code to} is taken out of it: 0 to 2. */
    public static int orphans(int runFrom, int runTo, int from, int to) {
        int left = from - runFrom == 1 ? 1 : 0;
        return left + (runTo - to == 1 ? 1 : 0);
    }
}
