package gg.tiketi.seat.waitlist;

import gg.tiketi.seat.seatmap.EventId;
import java.util.UUID;

/**
 * What somebody wants to wait for.
 *
 * @param event which event
 * @param accountId who
 * @param priceTier seats of which tier
 * @param groupSize how many, 1 and up
 * @param adjacent whether only seats side by side will do; never for one
 */
record WaitlistWish(EventId event, UUID accountId, String priceTier, int groupSize, boolean adjacent) {

    WaitlistWish {
        adjacent = adjacent && groupSize > 1;
    }
}
