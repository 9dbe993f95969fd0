package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Answer.Outcome;

/** Takes seats out of the sale or brings them back, all or nothing; a repetition changes nothing. */
public final class BlockAct extends Act {

    private final int block;
    private final int unblock;
    private int toBlock;
    private int toUnblock;

    /** Seats to block and to unblock, one bit each. */
    public BlockAct(int block, int unblock) {
        this.block = block;
        this.unblock = unblock;
    }

    @Override
    public int seatsToLock(Books books, long now) {
        return block | unblock;
    }

    @Override
    public Answer decide(Books books, long now) {
        decidedAt = now;
        int taken = 0;
        for (int left = block | unblock; left != 0; left &= left - 1) {
            int bit = Integer.lowestOneBit(left);
            int state = books.seats[Integer.numberOfTrailingZeros(left)].state;
            if ((block & bit) != 0) {
                if (state == 1 || state == 2) {
                    taken |= bit;
                } else if (state == 0) {
                    toBlock |= bit;
                }
            } else if (state == 3) {
                toUnblock |= bit;
            }
        }
        if (taken != 0) {
            toBlock = 0;
            toUnblock = 0;
            return new Answer(Outcome.TAKEN, 0, 0, taken, 0);
        }
        return Answer.of(Outcome.DONE);
    }

    @Override
    public void write(Books books) {
        if (toBlock != 0) {
            books.setSeats(toBlock, 3, 0, 0, 0, decidedAt);
        }
        if (toUnblock != 0) {
            books.setSeats(toUnblock, 0, 0, 0, 0, decidedAt);
        }
    }
}
