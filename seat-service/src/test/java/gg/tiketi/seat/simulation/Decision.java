package gg.tiketi.seat.simulation;

/**
 * One step of a history, complete in itself, so that a history with steps taken out still means something.
 *
 * @param step what happens
 * @param subject to whom: a place in a fixed table
 * @param chance seeds the dice of this step
 */
record Decision(Step step, int subject, long chance) {}
