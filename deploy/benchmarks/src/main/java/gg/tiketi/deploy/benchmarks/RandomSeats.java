package gg.tiketi.deploy.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Buyers want one to four neighbouring seats of 4,900, as fast as answers come, until most are gone. */
final class RandomSeats implements Scenario.Play {

    private static final int WISHES = 8_000;

    @Override
    public void on(Stage stage) throws Exception {
        for (Door door : Door.values()) {
            SaleEvent event = stage.publish(HallShape.OF_4900, 64);
            RequestFile requests = stage.reservations(event, wishes(stage, event, WISHES));
            Run run =
                    stage.measure("random-4900", door, requests, stage.closed().lasting(60));
            stage.check("random-4900", event, requests, run);
            stage.report()
                    .add(Figure.told(
                            "random seats of 4,900, " + door.label(), run.load().rate(), "/s"));
        }
    }

    /** One to four seats next to each other in plan order, buyers in turn. */
    static List<RequestFile.Wish> wishes(Stage stage, SaleEvent event, int count) {
        List<RequestFile.Wish> wishes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int seats = 1 + stage.random().nextInt(4);
            int first = stage.random().nextInt(event.labels().size() - seats + 1);
            wishes.add(new RequestFile.Wish(
                    stage.buyers().get(i % stage.buyers().size()),
                    event.labels().subList(first, first + seats)));
        }
        return wishes;
    }
}
