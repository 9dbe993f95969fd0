/** Taking and returning money for a reservation, with nothing held while the provider is asked. */
@NullMarked
package gg.tiketi.seat.payment;

import org.jspecify.annotations.NullMarked;
