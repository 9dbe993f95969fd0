/** Seats taken out of the sale by the venue, and given back, while it goes on. */
@NullMarked
package gg.tiketi.seat.seatblock;

import org.jspecify.annotations.NullMarked;
