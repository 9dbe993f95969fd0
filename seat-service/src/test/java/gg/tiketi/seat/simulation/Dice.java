package gg.tiketi.seat.simulation;

import java.util.random.RandomGenerator;

/** Seeded chance: the same seed gives the same throws, on every machine. */
public final class Dice implements RandomGenerator {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    /** Dice that always fall the same way for the same seed. */
    public Dice(long seed) {
        this.state = seed;
    }

    /** Any 64 bits. */
    public long next() {
        state += GOLDEN;
        long mixed = state;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public long nextLong() {
        return next();
    }

    /** A number from 0 to {@code bound} - 1. */
    public int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** True in {@code percent} of 100 cases. */
    public boolean percent(int percent) {
        return below(100) < percent;
    }

    /** One of the set bits of a non-empty mask, as a mask. */
    public int oneOf(int mask) {
        int left = mask;
        for (int skip = below(Integer.bitCount(mask)); skip > 0; skip--) {
            left &= left - 1;
        }
        return Integer.lowestOneBit(left);
    }

    /** The bits of a mask in some order, as one-bit masks. */
    public int[] shuffled(int mask) {
        int[] bits = new int[Integer.bitCount(mask)];
        int left = mask;
        for (int i = 0; i < bits.length; i++) {
            bits[i] = oneOf(left);
            left &= ~bits[i];
        }
        return bits;
    }
}
