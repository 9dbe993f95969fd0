package gg.tiketi.seat.claim;

import java.util.List;

/**
 * Seats to try in one claim.
 *
 * @param sets ranked; the first that is wholly free is claimed
 * @param pick 0, or: claim this many of the only set, whichever are free (standing places)
 */
public record Candidates(List<List<Integer>> sets, int pick) {

    /** Most sets in one claim; more than a few only make the script longer, another round finds fresher ones. */
    public static final int MOST_SETS = 8;

    /** Most standing places offered in one claim. */
    public static final int MOST_PLACES = 128;

    /** These very seats. */
    public static Candidates exactly(List<Integer> seats) {
        return new Candidates(List.of(seats), 0);
    }

    /** Any {@code count} of the places. */
    public static Candidates any(int count, List<Integer> places) {
        return new Candidates(List.of(places), count);
    }

    /** Whether there is nothing to try. */
    public boolean isEmpty() {
        return sets.isEmpty();
    }

    /** What to ask PostgreSQL for when Redis has not chosen; empty when there is nothing to try. */
    public List<Integer> first() {
        return sets.isEmpty() ? List.of() : sets.getFirst();
    }
}
