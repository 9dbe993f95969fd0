/** Traces as a collector gets them. */
@NullMarked
package gg.tiketi.system.trace;

import org.jspecify.annotations.NullMarked;
