/** What the catalogue wants to know of sales: remaining seats per tier. */
@NullMarked
package gg.tiketi.seat.sales;

import org.jspecify.annotations.NullMarked;
