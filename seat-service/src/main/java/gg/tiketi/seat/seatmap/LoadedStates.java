package gg.tiketi.seat.seatmap;

/**
 * States that were loaded anew.
 *
 * @param states the states and their position
 * @param shared whether they come from the copy that all nodes share, so that the seat log goes on from their position;
 *     otherwise they come from PostgreSQL alone and have a position of this node only
 */
public record LoadedStates(SeatStates states, boolean shared) {}
