package gg.tiketi.seat.claim;

import gg.tiketi.seat.seatmap.Position;
import java.util.List;

/** What Redis says to a claim. PostgreSQL has the last word on every one of them but {@link Taken}. */
public sealed interface ClaimOutcome {

    /** These seats carry the owner's provisional mark. */
    record Claimed(Position position, List<Integer> seats) implements ClaimOutcome {}

    /**
     * No candidate set is wholly free: these seats of them are somebody else's.
     *
     * @param doubted the copy is so young that it may not have heard of this owner: PostgreSQL knows whether this is a
     *     repetition
     */
    record Taken(Position position, List<Integer> seats, boolean doubted) implements ClaimOutcome {}

    /** The owner already has something in this event: PostgreSQL knows whether this is a repetition. */
    record Known() implements ClaimOutcome {}

    /** The event asks for an admission, and the copy of those that live does not have the one that was shown. */
    record NotAdmitted() implements ClaimOutcome {}

    /** No answer from Redis: PostgreSQL alone decides. */
    record Unavailable() implements ClaimOutcome {}
}
