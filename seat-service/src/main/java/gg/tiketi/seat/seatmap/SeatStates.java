package gg.tiketi.seat.seatmap;

import java.util.Arrays;
import java.util.Base64;

/**
 * The states of all seats of one event at one position, two bits a seat: seat i is bits 2·(i mod 4) from the lowest of
 * byte i div 4. Immutable; a change makes a new one, which for 50,000 seats copies 12.5 kB.
 */
public final class SeatStates {

    private final Position position;
    private final byte[] codes;
    private final int size;

    private SeatStates(Position position, byte[] codes, int size) {
        this.position = position;
        this.codes = codes;
        this.size = size;
    }

    /** All seats available. */
    public static SeatStates available(Position position, int size) {
        return new SeatStates(position, new byte[(size + 3) / 4], size);
    }

    /** The same seats at another position. */
    public SeatStates at(Position later) {
        return new SeatStates(later, codes, size);
    }

    /** The states after the changes; a change of a seat that does not exist is ignored. */
    public SeatStates with(Position later, Iterable<SeatChange> changes) {
        byte[] changed = codes.clone();
        for (SeatChange change : changes) {
            if (change.seat() >= 0 && change.seat() < size) {
                int shift = (change.seat() & 3) << 1;
                int index = change.seat() >> 2;
                changed[index] = (byte)
                        ((changed[index] & ~(3 << shift)) | (change.state().ordinal() << shift));
            }
        }
        return new SeatStates(later, changed, size);
    }

    /** The state of one seat, 0 ≤ seat &lt; size. */
    public SeatState state(int seat) {
        return SeatState.ofCode(codes[seat >> 2] >> ((seat & 3) << 1));
    }

    /** The seats whose state differs from an earlier one of the same event, with their state here. */
    public java.util.List<SeatChange> since(SeatStates earlier) {
        java.util.List<SeatChange> changes = new java.util.ArrayList<>();
        for (int index = Arrays.mismatch(earlier.codes, codes); index >= 0 && index < codes.length; index++) {
            if (earlier.codes[index] != codes[index]) {
                for (int seat = index << 2; seat < Math.min((index << 2) + 4, size); seat++) {
                    if (earlier.state(seat) != state(seat)) {
                        changes.add(new SeatChange(seat, state(seat)));
                    }
                }
            }
        }
        return changes;
    }

    /** How many seats of the range are in each state. */
    public SeatCounts counts(int from, int to) {
        int[] counts = new int[4];
        for (int seat = from; seat < to; seat++) {
            counts[codes[seat >> 2] >> ((seat & 3) << 1) & 3]++;
        }
        return new SeatCounts(counts[0], counts[1], counts[2], counts[3]);
    }

    /** The codes of the first seats, base64. */
    public String base64(int seats) {
        byte[] bytes = Arrays.copyOf(codes, (seats + 3) / 4);
        if ((seats & 3) != 0) {
            bytes[bytes.length - 1] &= (byte) ((1 << ((seats & 3) << 1)) - 1);
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The position these states belong to. */
    public Position position() {
        return position;
    }

    /** Number of seats. */
    public int size() {
        return size;
    }
}
