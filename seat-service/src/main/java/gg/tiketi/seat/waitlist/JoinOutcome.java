package gg.tiketi.seat.waitlist;

/** Everything that can come of joining a waitlist. */
sealed interface JoinOutcome {

    /** In line, now or since an earlier request for the same. */
    record Stands(WaitlistEntry entry) implements JoinOutcome {}

    /** In line for this tier with another wish. */
    record Different(WaitlistEntry entry) implements JoinOutcome {}

    /** More seats than the event allows a person. */
    record TooManySeats(int limit) implements JoinOutcome {}

    /** With the group the person would have more seats than the event allows. */
    record LimitReached(int limit, int has) implements JoinOutcome {}

    /** Any other refusal. */
    record Refused(Reason reason) implements JoinOutcome {}

    /** Why nobody, or not this one, can wait. */
    enum Reason {
        UNKNOWN_EVENT,
        EVENT_CANCELLED,
        SALE_STOPPED,
        SALE_NOT_OPEN,
        SALE_CLOSED,
        UNKNOWN_TIER,
        SEATS_AVAILABLE,
        TOO_MANY_ENTRIES,
        FULL,
        BUSY
    }
}
