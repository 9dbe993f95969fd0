package gg.tiketi.seat.simulation;

/** What the simulator may do next; the weights say how often in a calm and in a stormy world. */
enum Step {
    CALL_GOES_ON(600, 560),
    CLIENT_ACTS(80, 80),
    ANSWER_HEARD(90, 80),
    JOB_STARTS(40, 40),
    LOG_HEARD(90, 80),
    LOG_JOINED(10, 12),
    TIME_PASSES(30, 30),
    SALE_CHANGES(2, 2),
    ANSWER_MISSED(2, 8),
    STRAY_GOES_ON(20, 30),
    STRAY_VANISHES(1, 3),
    REQUEST_LOST(1, 10),
    ANSWER_LOST(1, 10),
    TIMED_OUT(1, 10),
    SENT_TWICE(1, 4),
    NODE_DIES(0, 4),
    NODE_STARTS(10, 30),
    REDIS_FLUSHED(0, 2),
    REDIS_STOPS(0, 2),
    REDIS_STARTS(10, 20),
    REDIS_REPLICATES(0, 4),
    REDIS_FAILS_OVER(0, 2),
    COPY_SPOILT(0, 4),
    DATABASE_STOPS(0, 4),
    DATABASE_STARTS(10, 30),
    LINK_CUT(0, 3),
    LINK_MENDED(10, 12),
    CLOCK_JUMPS(0, 3);

    private final int calm;
    private final int stormy;

    Step(int calm, int stormy) {
        this.calm = calm;
        this.stormy = stormy;
    }

    /** How often this happens among all steps. */
    int weight(boolean storm) {
        return storm ? stormy : calm;
    }

    /** Whether it is something that breaks. */
    boolean isFault() {
        return calm <= 1 || this == ANSWER_MISSED;
    }
}
