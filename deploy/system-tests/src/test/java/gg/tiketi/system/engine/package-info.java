/**
 * The seat engine under races and faults, on real processes: everything through the gateway, checked against the
 * database, with no way in that the product has for tests only.
 */
@NullMarked
package gg.tiketi.system.engine;

import org.jspecify.annotations.NullMarked;
