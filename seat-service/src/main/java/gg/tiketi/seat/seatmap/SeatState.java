package gg.tiketi.seat.seatmap;

/** What a buyer may know of a seat; the ordinal is its two-bit code. */
public enum SeatState {
    AVAILABLE,
    HELD,
    SOLD,
    BLOCKED;

    private static final SeatState[] BY_CODE = values();

    /** The state of a two-bit code, 0-3. */
    public static SeatState ofCode(int code) {
        return BY_CODE[code & 3];
    }
}
