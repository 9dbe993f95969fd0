/** What can be sold: seating plans, events with their sale rules, and the state of every seat by position. */
@NullMarked
package gg.tiketi.seat.seatmap;

import org.jspecify.annotations.NullMarked;
