package gg.tiketi.seat.reservation;

import gg.tiketi.seat.claim.ClaimOwner;
import gg.tiketi.seat.platform.IdempotencyKey;
import gg.tiketi.seat.seatmap.EventId;
import java.util.UUID;

/**
 * A request for seats.
 *
 * @param event which event
 * @param accountId who asks
 * @param key the request's name and content
 * @param wish what is wanted
 */
record ReserveRequest(EventId event, UUID accountId, IdempotencyKey key, Wish wish) {

    ClaimOwner owner() {
        return ClaimOwner.of(accountId, key);
    }
}
