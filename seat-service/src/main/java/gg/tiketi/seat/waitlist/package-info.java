/** The waitlist: seats that come back are offered to those who wait, in the order in which they joined. */
@NullMarked
package gg.tiketi.seat.waitlist;

import org.jspecify.annotations.NullMarked;
