/** Events: publishing and changing them, and showing them to buyers. */
@NullMarked
package gg.tiketi.event.catalog;

import org.jspecify.annotations.NullMarked;
