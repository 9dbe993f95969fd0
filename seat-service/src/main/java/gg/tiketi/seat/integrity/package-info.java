/** What must always be true of the data, as queries that find its opposite, run on a schedule and on request. */
@NullMarked
package gg.tiketi.seat.integrity;

import org.jspecify.annotations.NullMarked;
