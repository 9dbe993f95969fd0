package gg.tiketi.seat.simulation;

/**
 * The body of a request to reserve.
 *
 * @param kind how seats are chosen
 * @param seats the seats by name, one bit each, or 0
 * @param count how many
 */
record Wish(Kind kind, int seats, int count) {

    /** How seats are chosen. */
    enum Kind {
        SEATS,
        BEST_AVAILABLE,
        STANDING
    }

    static Wish any(Dice dice) {
        int count = 1 + dice.below(Numbers.MAX_SEATS_PER_PERSON);
        return switch (dice.below(4)) {
            case 0 -> new Wish(Kind.BEST_AVAILABLE, 0, count);
            case 1 -> new Wish(Kind.STANDING, 0, Math.min(count, Integer.bitCount(Numbers.STANDING)));
            default -> {
                int seats = 0;
                for (int i = 0; i < count; i++) {
                    seats |= 1 << dice.below(Numbers.NUMBERED);
                }
                yield new Wish(Kind.SEATS, seats, Integer.bitCount(seats));
            }
        };
    }
}
