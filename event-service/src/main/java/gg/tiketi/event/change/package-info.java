/** The ordered feed of changes that seat-service follows. */
@NullMarked
package gg.tiketi.event.change;

import org.jspecify.annotations.NullMarked;
