package gg.tiketi.seat.simulation;

/** The end of a history: everything is healed, nobody asks for more, time goes on until all is quiet. */
final class Ending {

    /** Longer than every hold, mark and pause one after the other. */
    private static final int ROUNDS = 40;

    private static final long ROUND = 500;

    /** Quiet this many rounds one after the other is quiet for good. */
    private static final int QUIET_ROUNDS = 2;

    /** More steps than any round can need: beyond it something turns in circles. */
    private static final int MOST_STEPS = 20_000;

    private final World world;
    private final Player player;

    Ending(World world, Player player) {
        this.world = world;
        this.player = player;
    }

    void play() {
        world.tell("all is healed, time goes on", "");
        world.faults.heal();
        Dice dice = new Dice(1);
        int quiet = 0;
        for (int round = 0; round < ROUNDS && quiet < QUIET_ROUNDS; round++) {
            world.now += ROUND;
            runDry();
            for (Node node : world.nodes) {
                for (int job = Node.REQUESTS; job < Node.ADMIN; job++) {
                    player.start(node, job, dice);
                    runDry();
                }
            }
            quiet = world.invariants.disquiet() == null ? quiet + 1 : 0;
        }
        String disquiet = world.invariants.disquiet();
        Violation.unless(disquiet == null, String.valueOf(disquiet));
    }

    private void runDry() {
        for (int steps = 0; goOnSomewhere(); steps++) {
            Violation.unless(steps < MOST_STEPS, "L9: something never ends");
            world.invariants.check();
        }
    }

    private boolean goOnSomewhere() {
        boolean moved = false;
        for (int i = 0; i < World.STRAYS; i++) {
            Call<?> stray = world.strays[i];
            if (stray != null && world.goOn(stray)) {
                moved = true;
                if (stray.phase == Call.Phase.ANSWERED) {
                    world.strays[i] = null;
                }
            }
        }
        for (Node node : world.nodes) {
            for (Task task : node.tasks) {
                moved |= player.goOn(task);
            }
            moved |= player.joinLog(node);
            moved |= player.hearLog(node);
        }
        return moved;
    }
}
