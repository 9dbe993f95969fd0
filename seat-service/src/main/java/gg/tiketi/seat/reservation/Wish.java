package gg.tiketi.seat.reservation;

import gg.tiketi.seat.claim.BestAvailable;
import java.util.List;

/** What somebody wants to reserve. */
sealed interface Wish {

    /**
     * These very seats.
     *
     * @param labels distinct, sorted
     * @param orNearest whether the nearest alternatives will do when they are gone
     */
    record Seats(List<String> labels, boolean orNearest) implements Wish {}

    /** The best seats that are free. */
    record Best(BestAvailable.Wish wish) implements Wish {}

    /**
     * Places of a standing section.
     *
     * @param section its name
     * @param places how many, 1 and up
     */
    record Standing(String section, int places) implements Wish {}

    /** How many seats or places. */
    default int count() {
        return switch (this) {
            case Seats seats -> seats.labels().size();
            case Best best -> best.wish().count();
            case Standing standing -> standing.places();
        };
    }

    /** One text for what is asked, for recognising a repetition. */
    default String canonical() {
        return switch (this) {
            case Seats seats -> seats.labels() + (seats.orNearest() ? " or nearest" : "");
            case Best best ->
                "best " + best.wish().count() + " section "
                        + best.wish().section().orElse("*") + " tier "
                        + best.wish().priceTier().orElse("*")
                        + (best.wish().accessible() ? " accessible" : "");
            case Standing standing -> "standing " + standing.places() + " section " + standing.section();
        };
    }
}
