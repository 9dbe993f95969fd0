package gg.tiketi.seat.claim;

/**
 * What a block of neighbouring seats adds up to, in the copy or in PostgreSQL.
 *
 * @param touched seats that were ever changed
 * @param revisions sum of their revisions
 * @param states sum of state times place in the block, so that two wrongs do not cancel out easily
 */
record BlockSums(long touched, long revisions, long states) {

    /** Of a block that nobody ever touched. */
    static final BlockSums NOTHING = new BlockSums(0, 0, 0);
}
