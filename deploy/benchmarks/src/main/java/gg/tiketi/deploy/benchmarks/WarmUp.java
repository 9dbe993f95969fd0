package gg.tiketi.deploy.benchmarks;

/**
 * Mixed load through both doors, so that the JVMs have compiled what is hot, the token caches know every buyer and the
 * database has its pages in memory.
 */
final class WarmUp {

    private static final int ROUNDS = 2;

    /** Plays of a round: three through each door, and two of arrivals at their own times, an easy rate. */
    private static final int PLAYS = Door.values().length * 3 + 2;

    private static final double WINNERS_RATE = 400;
    private static final double REFUSALS_RATE = 1_500;

    private WarmUp() {}

    static void on(Stage stage) throws Exception {
        int seconds = stage.options().warmUpSeconds() / (ROUNDS * PLAYS);
        if (seconds == 0) {
            return;
        }
        SaleEvent small = stage.publish(HallShape.OF_4900, Stage.USUAL_LIMIT);
        RequestFile refusals = stage.refusals(small, stage.buyers());
        RequestFile states = RequestFile.question(stage.file("states.txt"), small.path() + "/seats");
        LoadPlan plan = stage.closed().lasting(seconds);
        for (int round = 0; round < ROUNDS; round++) {
            for (Door door : Door.values()) {
                SaleEvent hall = stage.publish(HallShape.OF_20000, Stage.USUAL_LIMIT);
                stage.rehearse(door, refusals, plan.repeating());
                stage.rehearse(door, stage.winners(hall), plan);
                stage.rehearse(door, states, plan.repeating());
            }
            SaleEvent hall = stage.publish(HallShape.OF_20000, Stage.USUAL_LIMIT);
            stage.rehearse(Door.GATEWAY, stage.winners(hall), plan.arriving(WINNERS_RATE));
            stage.rehearse(Door.GATEWAY, refusals, plan.repeating().arriving(REFUSALS_RATE));
        }
        stage.awaitQuiet();
    }
}
