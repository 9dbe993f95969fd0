package gg.tiketi.seat.seatmap;

/** Seats by state; the sum is the number of seats counted. */
public record SeatCounts(int available, int held, int sold, int blocked) {

    /** All of them. */
    public int total() {
        return available + held + sold + blocked;
    }
}
