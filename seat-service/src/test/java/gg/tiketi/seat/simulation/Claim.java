package gg.tiketi.seat.simulation;

/** What the claim script answers. */
public sealed interface Claim {

    /** The owner has something here; PostgreSQL tells what. */
    record Known() implements Claim {}

    /**
     * The seats are marked.
     *
     * @param position after the change
     * @param seats those marked, one bit each
     */
    record Claimed(Position position, int seats) implements Claim {}

    /**
     * No candidate is wholly free.
     *
     * @param position that this was seen at
     * @param seats those in the way, one bit each
     */
    record Taken(Position position, int seats) implements Claim {}
}
