package gg.tiketi.seat.reservation;

import gg.tiketi.seat.claim.ClaimOwner;
import gg.tiketi.seat.platform.IdempotencyKey;
import gg.tiketi.seat.seatmap.EventId;
import java.util.Optional;
import java.util.UUID;

/**
 * A request for seats.
 *
 * @param event which event
 * @param accountId who asks
 * @param key the request's name and content
 * @param wish what is wanted
 * @param admission the admission that the caller's token names
 */
record ReserveRequest(EventId event, UUID accountId, IdempotencyKey key, Wish wish, Optional<UUID> admission) {

    ClaimOwner owner() {
        return ClaimOwner.of(accountId, key);
    }
}
