package gg.tiketi.seat.waitingroom;

import java.time.Instant;
import java.util.Optional;

/** Everything that can come of a wish for a place. */
sealed interface JoinOutcome {

    /** This is how it stands now. */
    record Stands(WaitingStatus status) implements JoinOutcome {}

    /** There is no such event. */
    record UnknownEvent() implements JoinOutcome {}

    /** The account must not join. */
    record NotEligible() implements JoinOutcome {}

    /** A challenge has to be answered first. */
    record ChallengeRequired() implements JoinOutcome {}

    /** The lobby opens later. */
    record NotYet(Optional<Instant> opensAt) implements JoinOutcome {}

    /** No new places are given. */
    record Draining() implements JoinOutcome {}

    /** Too many are joining, or this node does not know the rooms yet. */
    record Busy() implements JoinOutcome {}
}
