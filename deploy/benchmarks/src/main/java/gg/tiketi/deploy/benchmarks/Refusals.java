package gg.tiketi.deploy.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Everybody wants the one seat that somebody holds already. */
final class Refusals implements Scenario.Play {

    private static final double CPU_BAR = 0.25;
    private static final double RATE_BAR = 5_000;
    private static final double P99_BAR = 40;
    private static final double SHARE_OF_REDIS = 0.5;
    private static final double EASE = 0.6;

    @Override
    public void on(Stage stage) throws Exception {
        SaleEvent event = stage.publish(HallShape.OF_265, Stage.USUAL_LIMIT);
        RequestFile requests = stage.refusals(event, stage.buyers());

        List<Run> through =
                runs(stage, "refusals", Door.GATEWAY, requests, stage.closed().repeating());
        double rate = Medians.of(through, run -> run.load().rate());
        stage.report().add(Figure.atLeast("refusals through the gateway", rate, "/s", RATE_BAR));
        stage.report()
                .add(Figure.atMost("a refused reservation", Medians.of(through, Run::perRequest), "CPU-ms", CPU_BAR));

        List<Run> eased = runs(
                stage,
                "refusals at 60 %",
                Door.GATEWAY,
                requests,
                stage.closed().repeating().arriving(rate * EASE));
        stage.report()
                .add(Figure.atMost(
                        "p99 of refusals at 60 % of their rate",
                        Medians.of(eased, run -> run.load().millis("p99")), "ms", P99_BAR));

        List<Run> direct =
                runs(stage, "refusals", Door.DIRECT, requests, stage.closed().repeating());
        double directRate = Medians.of(direct, run -> run.load().rate());
        stage.report().add(Figure.told("refusals direct to seat-service", directRate, "/s"));

        RedisLimit redis = new RedisLimit(stage);
        List<String> command = redis.overhear(event, () -> stage.questions()
                .reserve(
                        event,
                        stage.buyers().getLast(),
                        "overheard-" + event.id(),
                        event.labels().getFirst()));
        List<Double> limits = new ArrayList<>();
        for (int i = 0; i < stage.options().runs(); i++) {
            limits.add(redis.play(command));
        }
        double limit =
                Medians.of(limits.stream().mapToDouble(Double::doubleValue).toArray());
        stage.report().add(Figure.told("the same script under redis-benchmark", limit, "/s"));
        stage.report()
                .add(Figure.atLeast(
                        "refusals direct, share of redis-benchmark", directRate / limit, "", SHARE_OF_REDIS));
        stage.check("refusals", event, requests, through.getFirst());
    }

    private static List<Run> runs(Stage stage, String name, Door door, RequestFile requests, LoadPlan plan)
            throws Exception {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < stage.options().runs(); i++) {
            runs.add(stage.measure(name, door, requests, plan));
        }
        return runs;
    }
}
