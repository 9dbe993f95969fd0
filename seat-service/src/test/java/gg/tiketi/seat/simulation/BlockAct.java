package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Answer.Outcome;
import java.util.BitSet;

/** Takes seats out of the sale or brings them back, all or nothing; a repetition changes nothing. */
public final class BlockAct extends Act {

    private final int block;
    private final int unblock;
    private BitSet lapsed = new BitSet();
    private boolean done;

    /** Seats to block and to unblock, one bit each. */
    public BlockAct(int block, int unblock) {
        this.block = block;
        this.unblock = unblock;
    }

    @Override
    public int seatsToLock(Books books, long now, int busy) {
        lapsed = books.lapsed(block, now);
        return books.withAllOf(lapsed, block | unblock);
    }

    @Override
    public Answer decide(Books books, long now) {
        decidedAt = now;
        BitSet behind = books.lapsed(block, now);
        boolean anyTaken = books.taken(block, now) != 0;
        if (behind.stream().anyMatch(id -> !lapsed.get(id))) {
            lapsed.clear();
            return Answer.of(Outcome.RETRY);
        }
        // Holds end here only when no seat to block is in the way; otherwise the sweep ends them.
        lapsed = anyTaken ? new BitSet() : behind;
        int taken = 0;
        for (int left = block; left != 0; left &= left - 1) {
            Books.Seat seat = books.seats[Integer.numberOfTrailingZeros(left)];
            boolean ends = seat.state == 1 && lapsed.get(seat.reservation);
            if ((seat.state == 1 && !ends) || seat.state == 2) {
                taken |= Integer.lowestOneBit(left);
            }
        }
        done = taken == 0;
        return done ? Answer.of(Outcome.DONE) : new Answer(Outcome.TAKEN, 0, 0, taken, 0);
    }

    @Override
    public void write(Books books) {
        books.expireAll(lapsed, decidedAt);
        if (done) {
            set(books, block, 0, 3);
            set(books, unblock, 3, 0);
        }
    }

    private void set(Books books, int seats, int from, int to) {
        int changed = 0;
        for (int left = seats; left != 0; left &= left - 1) {
            if (books.seats[Integer.numberOfTrailingZeros(left)].state == from) {
                changed |= Integer.lowestOneBit(left);
            }
        }
        if (changed != 0) {
            books.setSeats(changed, to, 0, 0, 0, decidedAt);
        }
    }
}
