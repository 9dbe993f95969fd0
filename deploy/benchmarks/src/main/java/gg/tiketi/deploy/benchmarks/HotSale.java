package gg.tiketi.deploy.benchmarks;

/**
 * A hall of 20,000 seats opens: buyers come at their own times, whatever the suite does, and want one to four seats
 * somewhere. First most of them win, at the end most are refused.
 */
final class HotSale implements Scenario.Play {

    private static final int SECONDS = 30;
    private static final double USUAL_RATE = 600;
    private static final double EASE = 0.6;
    private static final double P99_BAR = 40;

    @Override
    public void on(Stage stage) throws Exception {
        double rate = stage.options().rate() > 0
                ? stage.options().rate()
                : stage.winnersRate() > 0 ? stage.winnersRate() * EASE : USUAL_RATE;
        SaleEvent event = stage.publish(HallShape.OF_20000, 64);
        RequestFile requests =
                stage.reservations(event, RandomSeats.wishes(stage, event, (int) (rate * SECONDS * 1.2)));
        Run run = stage.measure(
                "hot-sale",
                Door.GATEWAY,
                requests,
                stage.closed().lasting(SECONDS).arriving(rate));
        stage.check("hot-sale", event, requests, run);
        stage.report().add(Figure.told("hot sale, arrivals", rate, "/s"));
        stage.report().add(Figure.atMost("hot sale, p99", run.load().millis("p99"), "ms", P99_BAR));
        stage.report().add(Figure.told("hot sale, a request", run.perRequest(), "CPU-ms"));
    }
}
