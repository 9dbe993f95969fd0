/** Seating plans: the sections, rows and seats of a venue, checked once, published once, never changed. */
@NullMarked
package gg.tiketi.event.plan;

import org.jspecify.annotations.NullMarked;
