/**
 * The protocol of selling seats as a pure model, and a seeded simulator that runs it against every fault it can think of.
 * Nothing here touches a network, a disk or a clock: time is an argument and all chance comes from one seed.
 */
@NullMarked
package gg.tiketi.seat.simulation;

import org.jspecify.annotations.NullMarked;
