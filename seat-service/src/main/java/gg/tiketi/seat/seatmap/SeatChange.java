package gg.tiketi.seat.seatmap;

/**
 * One seat's new state.
 *
 * @param seat the seat's place in plan order
 * @param state its state now
 */
public record SeatChange(int seat, SeatState state) {}
