/** What every service measures in the same way. */
@NullMarked
package gg.tiketi.defaults.metrics;

import org.jspecify.annotations.NullMarked;
