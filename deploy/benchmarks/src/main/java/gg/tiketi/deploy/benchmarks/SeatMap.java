package gg.tiketi.deploy.benchmarks;

/** The plan of 4,900 seats, which a page reads once: as it is, compressed, and revalidated. */
final class SeatMap implements Scenario.Play {

    @Override
    public void on(Stage stage) throws Exception {
        SaleEvent event = stage.publish(HallShape.OF_4900, Stage.USUAL_LIMIT);
        String path = event.path() + "/seat-map";
        LoadPlan plan = stage.closed().repeating();
        Run plain = stage.measure("seat-map", Door.GATEWAY, RequestFile.question(stage.file("map.txt"), path), plan);
        Run small = stage.measure(
                "seat-map, gzip",
                Door.GATEWAY,
                RequestFile.question(stage.file("gzip.txt"), path, "Accept-Encoding: gzip"),
                plan);
        stage.report().add(Figure.told("map of 4,900 seats, body", plain.load().largestBody(), "bytes"));
        stage.report()
                .add(Figure.told(
                        "map of 4,900 seats, compressed body", small.load().largestBody(), "bytes"));
        stage.report().add(Figure.told("map of 4,900 seats", plain.perRequest(), "CPU-ms"));
        stage.report().add(Figure.told("map of 4,900 seats, compressed", small.perRequest(), "CPU-ms"));
    }
}
