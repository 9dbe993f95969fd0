/** Places where shows happen. */
@NullMarked
package gg.tiketi.event.venue;

import org.jspecify.annotations.NullMarked;
