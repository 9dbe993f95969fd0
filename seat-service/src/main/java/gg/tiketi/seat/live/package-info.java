/** Seat changes to everybody who watches an event. Nothing depends on this feature. */
@NullMarked
package gg.tiketi.seat.live;

import org.jspecify.annotations.NullMarked;
