/** The compose file, started without containers. */
@NullMarked
package gg.tiketi.system.compose;

import org.jspecify.annotations.NullMarked;
