package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import java.time.Instant;
import java.util.UUID;

/**
 * Something a newcomer has to do, so that thousands of accounts are not joined at no cost. Implementations keep nothing:
 * what was asked travels signed with the caller and is bound to account and event.
 */
interface Challenge {

    /** Names it in the API. */
    String kind();

    /** How much is asked for: bits of work, or seconds to wait. */
    int difficulty();

    /** The earliest moment at which an answer to a challenge given now is taken. */
    Instant notBefore(Instant now);

    /**
     * Whether an answer is right.
     *
     * @param event which room
     * @param account whose answer
     * @param asked the challenge as it was given
     * @param solution what the caller found
     */
    boolean isAnswered(EventId event, UUID account, String asked, String solution);
}
