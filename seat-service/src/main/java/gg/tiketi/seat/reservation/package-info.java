/** Reservations: all the seats or none, for a time, by one person; PostgreSQL decides. */
@NullMarked
package gg.tiketi.seat.reservation;

import org.jspecify.annotations.NullMarked;
