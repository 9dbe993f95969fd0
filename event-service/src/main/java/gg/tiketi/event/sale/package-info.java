/** What is for sale and when: price tiers, sale windows and the stock that seat-service reports. */
@NullMarked
package gg.tiketi.event.sale;

import org.jspecify.annotations.NullMarked;
