/** What the features of this service stand on: ids, clock, settings checks. Depends on no feature. */
@NullMarked
package gg.tiketi.auth.platform;

import org.jspecify.annotations.NullMarked;
