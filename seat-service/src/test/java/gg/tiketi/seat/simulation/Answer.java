package gg.tiketi.seat.simulation;

/**
 * What a function in PostgreSQL answers.
 *
 * @param outcome what came of it
 * @param status of a stored answer
 * @param reservation which one, 0 for none
 * @param taken seats in the way, one bit each
 * @param number a payment's id or the seats a person has
 */
public record Answer(Outcome outcome, int status, int reservation, int taken, int number) {

    /** Outcomes of all functions; their meaning is in the migrations. */
    public enum Outcome {
        PLACED,
        REPLAY,
        KEY_REUSED,
        IN_FLIGHT,
        STALE,
        EVENT_CANCELLED,
        SALE_STOPPED,
        SALE_CLOSED,
        LIMIT,
        TAKEN,
        RETRY,
        STARTED,
        NOT_FOUND,
        LAPSED,
        NOT_PAYABLE,
        SETTLED,
        CANCELLED,
        PAYING,
        ENDED,
        DONE,
        NOTHING,
        UNKNOWN
    }

    static Answer of(Outcome outcome) {
        return new Answer(outcome, 0, 0, 0, 0);
    }

    static Answer of(Outcome outcome, int status, int reservation) {
        return new Answer(outcome, status, reservation, 0, 0);
    }

    boolean is(Outcome one) {
        return outcome == one;
    }
}
