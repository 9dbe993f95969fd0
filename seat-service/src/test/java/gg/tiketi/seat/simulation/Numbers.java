package gg.tiketi.seat.simulation;

/** The size and the times of the simulated world, in ms where they are times; shorter than in life, alike in proportion. */
final class Numbers {

    /** Numbered seats come first: a row of four and a row of two. */
    static final int NUMBERED = 6;

    /** All places; the last two are a standing section. */
    static final int SEATS = 8;

    static final int ALL = (1 << SEATS) - 1;
    static final int STANDING = ALL & -(1 << NUMBERED);
    static final int[] ROWS = {0b001111, 0b110000};

    static final int NODES = 2;
    static final int ACCOUNTS = 3;

    /** Two of them act for the same account. */
    static final int CLIENTS = 5;

    static final int MAX_SEATS_PER_PERSON = 3;
    static final long HOLD = 5_000;
    static final int MAX_RETURN_DELAY = 1_000;
    static final long PROVISIONAL_TTL = 2_000;
    static final long LOADING_TTL = 4_000;
    static final long RECOVER_AFTER = 2_000;
    static final long OUTBOX_TAKEOVER = 1_000;
    static final long RULES_MAX_AGE = 1_000;
    static final int RETRIES = 2;
    static final int ROUNDS = 3;

    private Numbers() {}
}
