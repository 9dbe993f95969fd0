package gg.tiketi.seat.live;

import gg.tiketi.seat.seatmap.Position;
import gg.tiketi.seat.seatmap.SeatStates;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An event's states at one position, and the frames that lead there: each is encoded once, by whoever needs it first,
 * and shared by all watchers that know the same.
 */
final class Tick {

    /** Key of the snapshot; versions start at 1. */
    private static final long NOTHING_KNOWN = -1;

    private final SeatStates states;
    private final Position before;
    private final Encoding encoding;
    private final Map<Long, ByteBuf> frames = new ConcurrentHashMap<>();

    /** Makes the texts of a tick. */
    interface Encoding {

        /** All states. */
        String snapshot(SeatStates states);

        /** What changed since a version; empty when that is not known any more, or longer than a snapshot. */
        Optional<String> delta(long from, SeatStates states);

        /** The version that somebody at the given one is treated as, so that few frames serve all; -1 for none. */
        long boundary(long version);
    }

    /** The states, and the position of the tick before, which nearly everybody knows. */
    Tick(SeatStates states, Position before, Encoding encoding) {
        this.states = states;
        this.before = before;
        this.encoding = encoding;
    }

    SeatStates states() {
        return states;
    }

    Position position() {
        return states.position();
    }

    /** The frame for somebody who knows a position before this one; {@link Position#NONE} for somebody new. */
    ByteBuf frame(Position known) {
        long from = from(known);
        ByteBuf made = frames.get(from);
        return made != null ? made : frames.computeIfAbsent(from, this::encode);
    }

    private long from(Position known) {
        if (known.epoch() != position().epoch()) {
            return NOTHING_KNOWN;
        }
        return known.equals(before) ? before.version() : encoding.boundary(known.version());
    }

    private ByteBuf encode(long from) {
        if (from == NOTHING_KNOWN) {
            return Frames.text(encoding.snapshot(states));
        }
        return Frames.text(encoding.delta(from, states).orElseGet(() -> encoding.snapshot(states)));
    }
}
