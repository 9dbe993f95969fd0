package gg.tiketi.seat.simulation;

/**
 * A position in the history of the copy.
 *
 * @param epoch which rebuild
 * @param version which change since
 */
public record Position(long epoch, long version) implements Comparable<Position> {

    /** Before everything. */
    public static final Position NONE = new Position(0, 0);

    @Override
    public int compareTo(Position other) {
        return epoch == other.epoch ? Long.compare(version, other.version) : Long.compare(epoch, other.epoch);
    }
}
