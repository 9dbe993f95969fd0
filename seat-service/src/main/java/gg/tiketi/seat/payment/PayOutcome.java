package gg.tiketi.seat.payment;

import java.time.Instant;

/** Everything that can come of an attempt to pay. */
public sealed interface PayOutcome {

    /** Paid; also the answer to a repetition. */
    record Confirmed(String body) implements PayOutcome {}

    /** The provider refused; the seats are still held until the reservation's time is over. */
    record Declined() implements PayOutcome {}

    /** The provider has not answered yet; the seats stay held until it does. */
    record Undecided(PaymentId paymentId, Instant askAgainAt) implements PayOutcome {}

    /** Nothing was begun. */
    record Refused(Reason reason) implements PayOutcome {}

    /** Why nothing was begun. */
    enum Reason {
        NOT_FOUND,
        LAPSED,
        NOT_PAYABLE,
        KEY_REUSED,
        IN_FLIGHT
    }
}
