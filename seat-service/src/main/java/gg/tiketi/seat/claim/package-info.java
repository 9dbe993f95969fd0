/** The fast copy of seat states in Redis: one script marks or refuses, committed changes follow from the outbox. */
@NullMarked
package gg.tiketi.seat.claim;

import org.jspecify.annotations.NullMarked;
