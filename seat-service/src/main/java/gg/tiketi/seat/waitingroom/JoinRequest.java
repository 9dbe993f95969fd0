package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A wish for a place.
 *
 * @param event which room
 * @param account who asks
 * @param verifiedEmail whether the account's address is confirmed
 * @param challenge the challenge that was given, if any
 * @param solution the answer to it
 */
record JoinRequest(
        EventId event,
        UUID account,
        boolean verifiedEmail,
        @Nullable String challenge,
        @Nullable String solution) {}
