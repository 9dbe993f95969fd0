package gg.tiketi.auth.platform;

import io.smallrye.mutiny.Uni;

/** Rows that are over at a time of their own. Whoever uses one compares the time, so when they go does not matter. */
public interface Expiring {

    /** Deletes rows past their time and tells how many. */
    Uni<Integer> deleteExpired(int atMost);
}
