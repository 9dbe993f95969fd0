package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Books.Rules;

/** A change of the event arrives: sale stopped, resumed or closing soon, or the event called off. */
final class SaleTask extends Task {

    private final int change;

    SaleTask(World world, Node node, Dice dice) {
        super(world, node, Node.ADMIN);
        this.change = dice.below(100);
    }

    @Override
    void start() {
        call(Transition.SALE_CHANGE, this::change, changed -> end(), this::end);
    }

    private Rules change() {
        Rules old = books.rules;
        boolean cancelled = old.cancelled() || change < 15;
        boolean stopped = change < 35;
        long closesAt = change > 90 ? world.now + 3_000 : Long.MAX_VALUE;
        books.rules = new Rules(old.change() + 1, cancelled, stopped, closesAt);
        return books.rules;
    }
}
