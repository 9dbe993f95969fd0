package gg.tiketi.seat.simulation;

/**
 * What the copy in Redis has of one seat.
 *
 * @param state 0 available, 1 held, 2 sold, 3 blocked
 * @param owner whose it is, 0 for nobody
 * @param freeAt when a hold or mark lapses in ms, 0 for never
 * @param revision of the last committed change it knows
 * @param provisional whether PostgreSQL has not confirmed it yet
 */
public record CopyEntry(int state, int owner, long freeAt, long revision, boolean provisional) {

    static final CopyEntry UNTOUCHED = new CopyEntry(0, 0, 0, 0, false);
}
