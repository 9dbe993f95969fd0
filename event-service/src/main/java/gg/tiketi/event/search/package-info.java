/** Finding events by words in either language. */
@NullMarked
package gg.tiketi.event.search;

import org.jspecify.annotations.NullMarked;
