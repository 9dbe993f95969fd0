package gg.tiketi.deploy.benchmarks;

/** The same refusals with tokens that nobody has verified yet, and then with the same tokens again. */
final class ColdTokens implements Scenario.Play {

    private static final int TOKENS = 6_000;

    @Override
    public void on(Stage stage) throws Exception {
        SaleEvent event = stage.publish(HallShape.OF_265, Stage.USUAL_LIMIT);
        for (Door door : Door.values()) {
            RequestFile requests = stage.refusals(event, stage.key().tokens(TOKENS));
            Run cold = stage.measure("refusals, new tokens", door, requests, stage.closed());
            Run warm = stage.measure("refusals, the same again", door, requests, stage.closed());
            stage.report()
                    .add(Figure.told(
                            "a token's first use costs more, " + door.label(),
                            cold.perRequest() - warm.perRequest(),
                            "CPU-ms"));
        }
    }
}
