/** Alerts on the running suite, as Prometheus judges them. */
@NullMarked
package gg.tiketi.system.alarm;

import org.jspecify.annotations.NullMarked;
