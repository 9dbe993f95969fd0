package gg.tiketi.seat.waitlist;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's own entry, as the API tells it.
 *
 * @param priceTier seats of which tier
 * @param groupSize how many seats
 * @param adjacent whether only seats side by side will do
 * @param state how it stands
 * @param place given once in the order of joining; it never changes
 * @param ahead how many wait in front; only while it waits
 * @param joinedAt when
 * @param offer what was offered; only while the offer is open, or has been accepted
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "WaitlistEntry")
record WaitlistEntry(
        String priceTier,
        int groupSize,
        boolean adjacent,
        State state,
        int place,
        @Nullable Integer ahead,
        Instant joinedAt,
        @Nullable Offer offer) {

    /** How an entry stands. */
    @Schema(name = "WaitlistState")
    enum State {
        /** In line. */
        WAITING,
        /** There is an open offer. */
        OFFERED,
        /** The offer was accepted. */
        ACCEPTED,
        /** The offer was declined. */
        DECLINED,
        /** The offer was not accepted in time. */
        LAPSED,
        /** Left before an offer. */
        LEFT,
        /** When the turn came, the group would have been over the limit per person. */
        OVER_LIMIT,
        /** The event is not sold any more. */
        CLOSED
    }

    /**
     * An offer.
     *
     * @param reservationId what to accept, or to cancel
     * @param seats their labels
     * @param amount KRW
     * @param expiresAt until when it may be accepted, or once accepted paid
     */
    @RegisterForReflection
    @Schema(name = "WaitlistOffer")
    record Offer(UUID reservationId, List<String> seats, int amount, Instant expiresAt) {}
}
