package gg.tiketi.seat.waitingroom;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Who stands in line, by rank, so that the number of people ahead costs a few steps whatever the length: a binary indexed
 * tree (Fenwick 1994). One thread at a time changes it, any number read; a reader in the middle of a change is off by what
 * is changing.
 */
final class Line {

    private static final int FIRST_SIZE = 1024;

    private volatile AtomicIntegerArray tree = new AtomicIntegerArray(FIRST_SIZE + 1);
    private final AtomicInteger waiting = new AtomicInteger();

    /** How many stand in line. */
    int length() {
        return waiting.get();
    }

    /** How many have a lower rank than this one. */
    int ahead(int rank) {
        AtomicIntegerArray now = tree;
        int sum = 0;
        for (int i = Math.min(rank, now.length()) - 1; i > 0; i -= i & -i) {
            sum += now.get(i);
        }
        return sum;
    }

    /** Somebody with this rank, 1 and up, comes. */
    void add(int rank) {
        while (rank >= tree.length()) {
            grow();
        }
        change(tree, rank, 1);
        waiting.incrementAndGet();
    }

    /** Somebody with this rank goes. */
    void remove(int rank) {
        change(tree, rank, -1);
        waiting.decrementAndGet();
    }

    private static void change(AtomicIntegerArray tree, int rank, int by) {
        for (int i = rank; i < tree.length(); i += i & -i) {
            tree.addAndGet(i, by);
        }
    }

    /** In a tree of twice the size, a power of two, only the new root counts the old ones. */
    private void grow() {
        AtomicIntegerArray old = tree;
        int size = old.length() - 1;
        AtomicIntegerArray bigger = new AtomicIntegerArray(2 * size + 1);
        for (int i = 1; i <= size; i++) {
            bigger.set(i, old.get(i));
        }
        bigger.set(2 * size, old.get(size));
        tree = bigger;
    }
}
