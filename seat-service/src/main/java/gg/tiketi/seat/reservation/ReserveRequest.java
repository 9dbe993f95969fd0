package gg.tiketi.seat.reservation;

import gg.tiketi.seat.claim.ClaimOwner;
import gg.tiketi.seat.platform.IdempotencyKey;
import gg.tiketi.seat.seatmap.EventId;
import java.util.List;
import java.util.UUID;

/**
 * A wish for seats.
 *
 * @param event which event
 * @param accountId who asks
 * @param key the request's name and content
 * @param labels the seats, distinct, sorted
 */
record ReserveRequest(EventId event, UUID accountId, IdempotencyKey key, List<String> labels) {

    ClaimOwner owner() {
        return ClaimOwner.of(accountId, key);
    }
}
