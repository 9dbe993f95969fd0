/** Journeys through the gateway against the packaged services: black box, started as {@code deploy/run} does. */
@NullMarked
package gg.tiketi.system;

import org.jspecify.annotations.NullMarked;
