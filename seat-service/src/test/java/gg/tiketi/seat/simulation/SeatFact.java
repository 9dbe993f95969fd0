package gg.tiketi.seat.simulation;

/**
 * One seat as PostgreSQL committed it.
 *
 * @param seat its position
 * @param state 0 available, 1 held, 2 sold, 3 blocked
 * @param owner the key that its reservation was made with, 0 for nobody
 * @param freeAt when a hold lapses in ms, 0 for never
 * @param revision grows with every change
 */
public record SeatFact(int seat, int state, int owner, long freeAt, long revision) {}
