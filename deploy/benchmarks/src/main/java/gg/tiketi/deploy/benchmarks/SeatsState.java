package gg.tiketi.deploy.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The states of 4,900 seats, a third of them held, and beside it an answer of two characters. */
final class SeatsState implements Scenario.Play {

    private static final double CPU_BAR = 0.17;
    private static final double BYTES_BAR = 2_048;
    private static final double SHARE_OF_EMPTY = 0.9;
    private static final String EMPTY = "/internal/empty";

    @Override
    public void on(Stage stage) throws Exception {
        SaleEvent event = stage.publish(HallShape.OF_4900, 64);
        holdAThird(stage, event);
        RequestFile states = RequestFile.question(stage.file("states.txt"), event.path() + "/seats");
        RequestFile empty = RequestFile.question(stage.file("empty.txt"), EMPTY);
        LoadPlan plan = stage.closed().repeating();

        List<Run> through = new ArrayList<>();
        for (int i = 0; i < stage.options().runs(); i++) {
            through.add(stage.measure("seats-state", Door.GATEWAY, states, plan));
        }
        stage.report()
                .add(Figure.atMost("states of 4,900 seats", Medians.of(through, Run::perRequest), "CPU-ms", CPU_BAR));
        stage.report()
                .add(Figure.atMost(
                        "states of 4,900 seats, body", through.getFirst().load().largestBody(), "bytes", BYTES_BAR));
        stage.report()
                .add(Figure.told(
                        "states of 4,900 seats through the gateway",
                        Medians.of(through, run -> run.load().rate()),
                        "/s"));

        List<Run> direct = new ArrayList<>();
        List<Run> nothing = new ArrayList<>();
        // In turn, so that a machine that slows down meanwhile slows both.
        for (int i = 0; i < stage.options().runs(); i++) {
            direct.add(stage.measure("seats-state", Door.DIRECT, states, plan));
            nothing.add(stage.measure("empty answer", Door.DIRECT, empty, plan));
        }
        double rate = Medians.of(direct, run -> run.load().rate());
        double limit = Medians.of(nothing, run -> run.load().rate());
        stage.report().add(Figure.told("states of 4,900 seats direct to seat-service", rate, "/s"));
        stage.report().add(Figure.told("an empty answer of seat-service", limit, "/s"));
        stage.report().add(Figure.atLeast("states direct, share of an empty answer", rate / limit, "", SHARE_OF_EMPTY));
    }

    private static void holdAThird(Stage stage, SaleEvent event) throws Exception {
        List<RequestFile.Wish> wishes = new ArrayList<>();
        for (int i = 0; i < event.labels().size(); i += 3) {
            wishes.add(new RequestFile.Wish(
                    stage.buyers().get(wishes.size() % stage.buyers().size()),
                    List.of(event.labels().get(i))));
        }
        stage.rehearse(
                Door.DIRECT, stage.reservations(event, wishes), stage.closed().lasting(60));
        stage.questions().get(Door.DIRECT, event.path() + "/seats");
    }
}
