package gg.tiketi.seat.simulation;

/** Frees marks in the copy whose deadline has passed without a word from PostgreSQL. */
final class LapseTask extends Task {

    LapseTask(World world, Node node) {
        super(world, node, Node.LAPSE);
    }

    @Override
    void start() {
        call(Transition.LAPSE, () -> copy.lapse(world.redisTime()), freed -> end(), this::end);
    }
}
