/** The waiting room: who may buy when, in an order that anybody can check, and never more than the event takes. */
@NullMarked
package gg.tiketi.seat.waitingroom;

import org.jspecify.annotations.NullMarked;
