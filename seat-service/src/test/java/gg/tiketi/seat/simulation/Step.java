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
    DATABASE_STOPS(0, 4),
    DATABASE_STARTS(10, 30),
    LINK_CUT(0, 3),
    LINK_MENDED(10, 12),
    CLOCK_JUMPS(0, 3);

    private static final Step[] ALL = values();

    private final int calm;
    private final int stormy;

    Step(int calm, int stormy) {
        this.calm = calm;
        this.stormy = stormy;
    }

    /** Any step by weight. */
    static Step any(Dice dice, boolean storm) {
        int left = dice.below(storm ? STORMY_TOTAL : CALM_TOTAL);
        for (Step step : ALL) {
            left -= storm ? step.stormy : step.calm;
            if (left < 0) {
                return step;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    private static final int CALM_TOTAL = total(false);
    private static final int STORMY_TOTAL = total(true);

    private static int total(boolean storm) {
        int sum = 0;
        for (Step step : ALL) {
            sum += storm ? step.stormy : step.calm;
        }
        return sum;
    }
}
