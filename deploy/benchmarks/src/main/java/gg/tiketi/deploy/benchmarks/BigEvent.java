package gg.tiketi.deploy.benchmarks;

import gg.tiketi.deploy.local.Packaging;
import gg.tiketi.deploy.local.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stadium of 50,000: how long until it can be sold, and what it weighs when every seat has been touched. */
final class BigEvent implements Scenario.Play {

    private static final double READY_BAR = 5;
    private static final int SEATS_A_REQUEST = 64;
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    @Override
    public void on(Stage stage) throws Exception {
        boolean jvm = stage.options().packaging() != Packaging.NATIVE;
        double heapBefore = jvm ? heapMegabytes(stage) : 0;
        List<Double> ready = new ArrayList<>();
        SaleEvent event = stage.publish(HallShape.OF_50000, SEATS_A_REQUEST);
        ready.add(event.readyMillis() / 1000.0);
        touchAll(stage, event);
        if (jvm) {
            double heap = heapMegabytes(stage) - heapBefore;
            stage.report().add(Figure.told("50,000 seats in a node, all touched", heap, "MB of heap"));
        }
        tellRedis(stage, event);
        for (int i = 1; i < stage.options().runs(); i++) {
            ready.add(stage.publish(HallShape.OF_50000, SEATS_A_REQUEST).readyMillis() / 1000.0);
        }
        stage.report()
                .add(Figure.atMost(
                        "50,000 seats ready after publishing",
                        Medians.of(
                                ready.stream().mapToDouble(Double::doubleValue).toArray()),
                        "s",
                        READY_BAR));
    }

    private static void touchAll(Stage stage, SaleEvent event) throws Exception {
        List<RequestFile.Wish> wishes = new ArrayList<>();
        for (int from = 0; from < event.labels().size(); from += SEATS_A_REQUEST) {
            int to = Math.min(from + SEATS_A_REQUEST, event.labels().size());
            wishes.add(new RequestFile.Wish(
                    stage.buyers().get(wishes.size() % stage.buyers().size()),
                    event.labels().subList(from, to)));
        }
        RequestFile requests = stage.reservations(event, wishes);
        Run run = stage.measure(
                "64 seats each", Door.GATEWAY, requests, stage.closed().lasting(120));
        stage.check("big-event", event, requests, run);
        stage.questions().get(Door.DIRECT, event.path() + "/seats");
        stage.questions().get(Door.DIRECT, event.path() + "/seat-map");
    }

    private static void tellRedis(Stage stage, SaleEvent event) throws IOException {
        long bytes = 0;
        try (RedisConnection redis = new RedisConnection(stage.suite())) {
            for (String key : redis.keys("seat:{" + event.id() + "}:*")) {
                long one = Long.parseLong(redis.ask("MEMORY", "USAGE", key, "SAMPLES", "0"));
                stage.report().note("Redis key " + key.substring(key.indexOf('}') + 2) + ": " + one + " bytes");
                bytes += one;
            }
        }
        stage.report().add(Figure.told("50,000 seats in Redis, all touched", bytes / 1e6, "MB"));
    }

    /** What is reachable after a full collection. */
    private static double heapMegabytes(Stage stage) throws IOException {
        long process = stage.suite().processId(Service.SEAT);
        Recordings.jcmd(process, "GC.run");
        Matcher used = USED.matcher(Recordings.jcmd(process, "GC.heap_info"));
        long kilobytes = 0;
        while (used.find()) {
            kilobytes += Long.parseLong(used.group(1));
            if (used.hitEnd()) {
                break;
            }
        }
        return kilobytes / 1024.0;
    }
}
