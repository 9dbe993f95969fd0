package gg.tiketi.seat.seatmap;

import java.util.Optional;

/**
 * A moment in the history of one event's seat states. Positions of one epoch are ordered by version; a rebuild of the
 * copy in Redis starts the next epoch.
 *
 * @param epoch from a PostgreSQL sequence, 1 and up; 0 before anything is known
 * @param version given by the script that changed the seats, 1 and up
 */
public record Position(long epoch, long version) implements Comparable<Position> {

    /** Before everything. */
    public static final Position NONE = new Position(0, 0);

    /** Response header of answers that show or change seats. */
    public static final String HEADER = "Tiketi-Position";

    /** Reads {@code epoch:version}; empty when the text is not one. */
    public static Optional<Position> parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            return Optional.empty();
        }
        try {
            long epoch = Long.parseLong(text.substring(0, colon));
            long version = Long.parseLong(text.substring(colon + 1));
            return epoch < 0 || version < 0 ? Optional.empty() : Optional.of(new Position(epoch, version));
        } catch (NumberFormatException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Position other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(version, other.version);
    }

    @Override
    public String toString() {
        return epoch + ":" + version;
    }
}
