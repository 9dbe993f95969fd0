package gg.tiketi.seat.simulation;

/** A node's replica of the seat states, fed by the seat log and loaded anew after a gap. */
final class Replica {

    private final Sabotage sabotage;
    private Position position = Position.NONE;
    private Position announced = Position.NONE;
    private Position seen = Position.NONE;
    private long states;
    private boolean shared;
    boolean reloadWanted = true;

    Replica(Sabotage sabotage) {
        this.sabotage = sabotage;
    }

    Position position() {
        return position;
    }

    /** The latest position of the shared copy that this node knows of. */
    Position seen() {
        return seen;
    }

    boolean isShared() {
        return shared;
    }

    int state(int seat) {
        return (int) (states >>> (seat * 4)) & 15;
    }

    /** The numbered or standing seats shown as available. */
    int available() {
        int mask = 0;
        for (int seat = 0; seat < Numbers.SEATS; seat++) {
            if (state(seat) == 0) {
                mask |= 1 << seat;
            }
        }
        return mask;
    }

    /** Takes one message of the seat log; a gap wants a reload. */
    void hear(LogMessage message) {
        Position next = message.position();
        if (shared && next.epoch() == position.epoch() && next.version() == position.version() + 1) {
            for (int left = message.seats(); left != 0; left &= left - 1) {
                int seat = Integer.numberOfTrailingZeros(left);
                states = states & ~(15L << (seat * 4)) | (long) message.state(seat) << (seat * 4);
            }
            position = next;
        }
        boolean missed = !shared || position.compareTo(next) < 0;
        if (announced.compareTo(next) < 0) {
            announced = next;
        }
        if (seen.compareTo(next) < 0) {
            seen = next;
        }
        reloadWanted |= missed;
    }

    /** Whether a copy at that position is older than what is shown here. */
    boolean isAheadOf(Position copy) {
        return copy.compareTo(position) < 0;
    }

    void acceptShared(Position loaded, long loadedStates) {
        if (loaded.compareTo(position) > 0) {
            position = loaded;
            states = loadedStates;
            shared = true;
        }
        if (seen.compareTo(loaded) < 0) {
            seen = loaded;
        }
        reloadWanted |= shared && position.compareTo(announced) < 0;
    }

    /** The position of the next states from PostgreSQL if this node has an epoch of its own; {@code NONE} if not. */
    Position nextLocal() {
        boolean own = position.epoch() != 0 && (!shared || sabotage == Sabotage.LOCAL_POSITION_SHARED);
        return own ? new Position(position.epoch(), position.version() + 1) : Position.NONE;
    }

    /** Without Redis: the states are PostgreSQL's, the position is this node's own. */
    void acceptLocal(Position local, long loadedStates) {
        if (local.compareTo(position) > 0) {
            position = local;
            states = loadedStates;
            shared = false;
        }
    }
}
