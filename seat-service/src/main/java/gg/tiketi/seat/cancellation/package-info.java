/** Giving up a reservation. */
@NullMarked
package gg.tiketi.seat.cancellation;

import org.jspecify.annotations.NullMarked;
