package gg.tiketi.deploy.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Each request takes a free seat of its own, in a hall of 20,000. */
final class Winners implements Scenario.Play {

    private static final double CPU_BAR = 1.2;
    private static final double RATE_BAR = 1_200;
    private static final double P99_BAR = 40;
    private static final double SHARE_OF_PGBENCH = 0.5;
    private static final double EASE = 0.6;

    @Override
    public void on(Stage stage) throws Exception {
        List<Run> through = runs(stage, "winners", Door.GATEWAY, stage.closed());
        double rate = Medians.of(through, run -> run.load().rate());
        stage.winnersRate(rate);
        stage.report().add(Figure.atLeast("winners through the gateway", rate, "/s", RATE_BAR));
        stage.report()
                .add(Figure.atMost("a reservation that wins", Medians.of(through, Run::perRequest), "CPU-ms", CPU_BAR));

        List<Run> eased =
                runs(stage, "winners at 60 %", Door.GATEWAY, stage.closed().arriving(rate * EASE));
        stage.report()
                .add(Figure.atMost(
                        "p99 of winners at 60 % of their rate",
                        Medians.of(eased, run -> run.load().millis("p99")), "ms", P99_BAR));

        List<Run> direct = runs(stage, "winners", Door.DIRECT, stage.closed());
        double directRate = Medians.of(direct, run -> run.load().rate());
        stage.report().add(Figure.told("winners direct to seat-service", directRate, "/s"));
        compareWithPgbench(stage, directRate);
    }

    private static List<Run> runs(Stage stage, String name, Door door, LoadPlan plan) throws Exception {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < stage.options().runs(); i++) {
            runs.add(run(stage, name, door, plan));
        }
        return runs;
    }

    private static Run run(Stage stage, String name, Door door, LoadPlan plan) throws Exception {
        SaleEvent event = stage.publish(HallShape.OF_20000, Stage.USUAL_LIMIT);
        RequestFile requests = stage.winners(event);
        stage.questions().get(Door.DIRECT, event.path() + "/seats");
        Run run = stage.measure(name, door, requests, plan);
        stage.check(name, event, requests, run);
        return run;
    }

    private static void compareWithPgbench(Stage stage, double directRate) throws Exception {
        SaleEvent event = stage.publish(HallShape.OF_20000, Stage.USUAL_LIMIT);
        // Position 0 is the last one that pgbench comes to, and it stops before.
        PgbenchLimit.Result limit = new PgbenchLimit(stage).play(event, () -> stage.questions()
                .reserve(
                        event,
                        stage.buyers().getFirst(),
                        "overheard",
                        event.labels().getFirst()));
        stage.report().add(Figure.told("the same transaction under pgbench", limit.rate(), "/s"));
        stage.report()
                .add(Figure.told("the same transaction under pgbench", limit.cpuMillis(), "CPU-ms of PostgreSQL"));
        stage.report()
                .add(Figure.atLeast(
                        "winners direct, share of pgbench", directRate / limit.rate(), "", SHARE_OF_PGBENCH));
        stage.awaitQuiet();
    }
}
