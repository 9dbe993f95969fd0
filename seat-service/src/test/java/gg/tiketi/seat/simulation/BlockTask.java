package gg.tiketi.seat.simulation;

/** An admin blocks and unblocks seats while they are sold. */
final class BlockTask extends Task {

    private final Dice dice;

    BlockTask(World world, Node node, Dice dice) {
        super(world, node, Node.ADMIN);
        this.dice = dice;
    }

    @Override
    void start() {
        int block = dice.percent(50) ? 1 << dice.below(Numbers.SEATS) : 0;
        int unblock = dice.below(Numbers.ALL + 1) & ~block;
        transact(
                Transition.BLOCK_DECIDE,
                new BlockAct(block, unblock),
                answer -> {
                    node.changed = true;
                    end();
                },
                this::end);
    }
}
