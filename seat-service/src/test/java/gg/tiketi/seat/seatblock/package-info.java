/** Tests of blocked seats. */
@NullMarked
package gg.tiketi.seat.seatblock;

import org.jspecify.annotations.NullMarked;
