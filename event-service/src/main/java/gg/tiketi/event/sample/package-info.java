/** Plausible venues, plans and events for trying the system out; off unless asked for. */
@NullMarked
package gg.tiketi.event.sample;

import org.jspecify.annotations.NullMarked;
