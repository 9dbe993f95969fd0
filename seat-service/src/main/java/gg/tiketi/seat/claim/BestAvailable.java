package gg.tiketi.seat.claim;

import gg.tiketi.seat.seatmap.SeatLayout;
import gg.tiketi.seat.seatmap.SeatLayout.Block;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * Chooses free seats for somebody who leaves the choice to us. Pure: what is free comes in as an argument, and nothing
 * is marked; of several choices offered the first that is still free is taken by the claim script.
 *
 * <p>The ladder, from the best step down:
 *
 * <ol>
 *   <li>adjacent in one row, leaving no seat alone ({@link OrphanRule});
 *   <li>adjacent in one row;
 *   <li>in one section, in as few and as near rows as possible;
 *   <li>any free seats, front to back.
 * </ol>
 *
 * Within a step sections count in plan order and rows from the stage outwards; choices in one row are shuffled, so that a
 * rush does not run into the same seats. Places for wheelchair users are given to those who ask for one; to others only
 * on the last step.
 */
public final class BestAvailable {

    /** Choices looked at before the best are taken; enough to fill every request for choices several times. */
    private static final int ENOUGH = 32;

    private final SeatLayout layout;
    private final IntPredicate free;
    private final Wish wish;
    private final RandomGenerator random;

    /**
     * What somebody wants.
     *
     * @param count how many seats, 1 and up
     * @param section only in this section
     * @param priceTier only in this tier
     * @param accessible at least one of them a place for a wheelchair user
     */
    public record Wish(int count, Optional<String> section, Optional<String> priceTier, boolean accessible) {

        private boolean covers(Block block) {
            return section.map(block.section()::equals).orElse(true)
                    && priceTier.map(block.priceTier()::equals).orElse(true);
        }
    }

    /** Free seats side by side: {@code from} to before {@code to}. */
    record Run(Block block, int from, int to) {

        int length() {
            return to - from;
        }
    }

    private BestAvailable(SeatLayout layout, IntPredicate free, Wish wish, RandomGenerator random) {
        this.layout = layout;
        this.free = free;
        this.wish = wish;
        this.random = random;
    }

    /**
     * Choices of free seats, the best first; each has {@code wish.count} positions, ascending. Time: O(seats covered by
     * the wish) in the worst case, little when the front rows have what is wanted.
     *
     * @param free which positions may be taken
     * @param most how many choices, 1 and up
     * @param random shuffles choices of equal worth
     */
    public static List<List<Integer>> choose(
            SeatLayout layout, IntPredicate free, Wish wish, int most, RandomGenerator random) {
        BestAvailable search = new BestAvailable(layout, free, wish, random);
        List<List<Integer>> choices = search.adjacent();
        if (choices.isEmpty()) {
            choices = search.inOneSection();
        }
        if (choices.isEmpty()) {
            choices = search.anywhere();
        }
        return List.copyOf(choices.subList(0, Math.min(most, choices.size())));
    }

    private List<List<Integer>> adjacent() {
        List<List<Integer>> clean = new ArrayList<>();
        List<List<Integer>> leavingOne = new ArrayList<>();
        for (Block block : layout.blocks()) {
            if (clean.size() >= ENOUGH) {
                break;
            }
            if (wish.covers(block)) {
                List<List<Integer>> cleanHere = new ArrayList<>();
                List<List<Integer>> leavingOneHere = new ArrayList<>();
                for (Run run : runs(block)) {
                    windows(run, cleanHere, leavingOneHere);
                }
                Collections.shuffle(cleanHere, java.util.Random.from(random));
                Collections.shuffle(leavingOneHere, java.util.Random.from(random));
                clean.addAll(cleanHere);
                leavingOne.addAll(leavingOneHere);
            }
        }
        clean.addAll(leavingOne);
        return clean;
    }

    /** Windows that do not overlap, so that two buyers with two of them both win. */
    private void windows(Run run, List<List<Integer>> clean, List<List<Integer>> leavingOne) {
        int from = run.from();
        while (from + wish.count() <= run.to()) {
            int to = from + wish.count();
            int orphans = OrphanRule.orphans(run.from(), run.to(), from, to);
            if (orphans > 0 && run.to() - to == 1 && from > run.from()) {
                // One seat would be left at the end: the window at the very end leaves it to its left neighbours.
                from++;
                to++;
                orphans = OrphanRule.orphans(run.from(), run.to(), from, to);
            }
            if (!wish.accessible() || hasAccessible(from, to)) {
                (orphans == 0 ? clean : leavingOne).add(range(from, to));
            }
            from = wish.accessible() ? from + 1 : to;
        }
    }

    private List<List<Integer>> inOneSection() {
        List<List<Integer>> choices = new ArrayList<>();
        List<Run> section = new ArrayList<>();
        for (Block block : layout.blocks()) {
            if (!section.isEmpty() && !section.getFirst().block().section().equals(block.section())) {
                split(section).ifPresent(choices::add);
                section = new ArrayList<>();
            }
            if (wish.covers(block)) {
                section.addAll(runs(block));
            }
        }
        if (!section.isEmpty()) {
            split(section).ifPresent(choices::add);
        }
        return choices;
    }

    /** From each of the longest runs the nearest others are added; the choice with the fewest parts wins. */
    private Optional<List<Integer>> split(List<Run> runs) {
        int total = runs.stream().mapToInt(Run::length).sum();
        if (total < wish.count()) {
            return Optional.empty();
        }
        List<Run> longest = runs.stream()
                .filter(run -> !wish.accessible() || hasAccessible(run.from(), run.to()))
                .sorted(Comparator.comparingInt(Run::length).reversed())
                .limit(4)
                .toList();
        return longest.stream().map(start -> around(start, runs)).min(Comparator.comparingInt(BestAvailable::parts));
    }

    private List<Integer> around(Run start, List<Run> runs) {
        List<Run> nearest = new ArrayList<>(runs);
        nearest.sort(Comparator.comparingDouble(run -> layout.squaredDistance(start.from(), run.from())));
        nearest.remove(start);
        nearest.addFirst(start);
        List<Integer> seats = new ArrayList<>();
        for (Run run : nearest) {
            int wanted = Math.min(run.length(), wish.count() - seats.size());
            int from = run == start && wish.accessible() ? accessibleFrom(run, wanted) : run.from();
            seats.addAll(range(from, from + wanted));
        }
        Collections.sort(seats);
        return seats;
    }

    private int accessibleFrom(Run run, int wanted) {
        for (int from = run.from(); from + wanted <= run.to(); from++) {
            if (hasAccessible(from, from + wanted)) {
                return from;
            }
        }
        return run.from();
    }

    private static int parts(List<Integer> seats) {
        int parts = 1;
        for (int i = 1; i < seats.size(); i++) {
            if (seats.get(i) != seats.get(i - 1) + 1) {
                parts++;
            }
        }
        return parts;
    }

    private List<List<Integer>> anywhere() {
        List<Integer> seats = new ArrayList<>();
        boolean hasAccessible = false;
        for (Block block : layout.blocks()) {
            for (int seat = block.from(); wish.covers(block) && seat < block.to(); seat++) {
                if (free.test(seat) && seats.size() < wish.count()) {
                    boolean accessible = layout.place(seat).accessible();
                    boolean lastMustBeAccessible =
                            wish.accessible() && !hasAccessible && seats.size() == wish.count() - 1;
                    if (accessible || !lastMustBeAccessible) {
                        seats.add(seat);
                        hasAccessible |= accessible;
                    }
                }
            }
        }
        return seats.size() == wish.count() ? List.of(seats) : List.of();
    }

    private List<Run> runs(Block block) {
        List<Run> runs = new ArrayList<>();
        int from = block.from();
        for (int seat = block.from(); seat <= block.to(); seat++) {
            if (seat == block.to() || !isOffered(seat)) {
                if (seat > from) {
                    runs.add(new Run(block, from, seat));
                }
                from = seat + 1;
            }
        }
        return runs;
    }

    private boolean isOffered(int seat) {
        return free.test(seat) && (wish.accessible() || !layout.place(seat).accessible());
    }

    private boolean hasAccessible(int from, int to) {
        for (int seat = from; seat < to; seat++) {
            if (layout.place(seat).accessible()) {
                return true;
            }
        }
        return false;
    }

    private static List<Integer> range(int from, int to) {
        List<Integer> seats = new ArrayList<>(to - from);
        for (int seat = from; seat < to; seat++) {
            seats.add(seat);
        }
        return seats;
    }
}
