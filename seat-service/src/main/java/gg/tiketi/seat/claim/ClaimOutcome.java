package gg.tiketi.seat.claim;

import gg.tiketi.seat.seatmap.Position;
import java.util.List;

/** What Redis says to a claim. PostgreSQL has the last word on every one of them but {@link Taken}. */
public sealed interface ClaimOutcome {

    /** The seats carry the owner's provisional mark. */
    record Claimed(Position position) implements ClaimOutcome {}

    /** Somebody else has at least one of the seats. */
    record Taken(Position position, List<Integer> seats) implements ClaimOutcome {}

    /** The owner already has something in this event: PostgreSQL knows whether this is a repetition. */
    record Known() implements ClaimOutcome {}

    /** No answer from Redis: PostgreSQL alone decides. */
    record Unavailable() implements ClaimOutcome {}
}
