package gg.tiketi.deploy.benchmarks;

import gg.tiketi.deploy.local.Service;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;

/**
 * The gateway with all its steps and nginx as a plain reverse proxy, in turn, before the same empty answer: tokens are
 * verified and requests of addresses and accounts counted, with limits that nobody reaches.
 */
final class DoorCost implements Scenario.Play {

    private static final double SHARE_BAR = 0.8;
    private static final double COST_BAR = 1.8;
    private static final double ADDED_BAR = 2;
    private static final double EASE = 0.5;
    private static final int CONNECTIONS = 64;
    private static final String NO_LIMIT = "100000000";

    /** A play, and the processor time of whoever was asked. */
    private record Played(double rate, double perRequest, double p99) {}

    /** Whoever is asked. */
    private record Asked(int port, Meter meter) {}

    private interface Meter {
        long millis() throws IOException;
    }

    @Override
    public void on(Stage stage) throws Exception {
        try (NginxServers nginx = NginxServers.start(stage.folder())) {
            MeasuredSuite.Node node = stage.suite()
                    .startAnother(
                            Service.GATEWAY,
                            Map.of(
                                    "TIKETI_SEAT_URL",
                                    nginx.stubUrl(),
                                    "TIKETI_GATEWAY_LIMIT_EXEMPT",
                                    "192.0.2.1/32",
                                    "TIKETI_GATEWAY_LIMIT_READS_OF_ADDRESS",
                                    NO_LIMIT,
                                    "TIKETI_GATEWAY_LIMIT_READS_OF_ACCOUNT",
                                    NO_LIMIT));
            try {
                compare(
                        stage,
                        node.process().pid(),
                        new Asked(
                                node.port(),
                                () -> CpuMeter.millis(node.process().pid())),
                        new Asked(nginx.proxyPort(), nginx::proxyMillis),
                        new Asked(nginx.stubPort(), () -> 0));
            } finally {
                node.process().destroy();
            }
        }
    }

    private static void compare(Stage stage, long process, Asked gateway, Asked nginx, Asked stub) throws Exception {
        RequestFile requests = requests(stage);
        LoadPlan full = new LoadPlan(
                CONNECTIONS, stage.options().seconds(), 0, true, stage.options().seed());
        // The node is new: its compiler has everything still to do.
        stage.rehearse(
                gateway.port(),
                requests,
                full.lasting(Math.max(1, stage.options().warmUpSeconds() / 2)));
        Map<Long, String> recorded = stage.options().profile() ? Map.of(process, "gateway") : Map.of();
        Recordings recordings = Recordings.start(stage.folder(), "door", recorded);
        List<Played> ours = new ArrayList<>();
        List<Played> theirs = new ArrayList<>();
        for (int i = 0; i < stage.options().runs(); i++) {
            ours.add(play(stage, "gateway", gateway, requests, full));
            theirs.add(play(stage, "nginx", nginx, requests, full));
        }
        recordings.close();
        double rate = median(ours, Played::rate);
        double share = median(ours, Played::rate) / median(theirs, Played::rate);
        double cost = median(ours, Played::perRequest) / median(theirs, Played::perRequest);
        stage.report().add(Figure.told("the gateway, all steps, empty answer", rate, "/s"));
        stage.report().add(Figure.told("a request at the gateway", median(ours, Played::perRequest), "CPU-ms"));
        stage.report().add(Figure.atLeast("gateway's rate, share of nginx's", share, "", SHARE_BAR));
        stage.report().add(Figure.atMost("gateway's processor time a request, of nginx's", cost, "", COST_BAR));

        LoadPlan eased = full.arriving(rate * EASE);
        List<Double> added = new ArrayList<>();
        for (int i = 0; i < stage.options().runs(); i++) {
            double alone = play(stage, "nothing between", stub, requests, eased).p99();
            added.add(play(stage, "gateway at 50 %", gateway, requests, eased).p99() - alone);
        }
        stage.report()
                .add(Figure.atMost(
                        "p99 that the gateway adds at 50 % of its rate",
                        Medians.of(
                                added.stream().mapToDouble(Double::doubleValue).toArray()),
                        "ms",
                        ADDED_BAR));
    }

    private static double median(List<Played> plays, ToDoubleFunction<Played> value) {
        return Medians.of(plays.stream().mapToDouble(value).toArray());
    }

    private static Played play(Stage stage, String name, Asked asked, RequestFile requests, LoadPlan plan)
            throws IOException {
        long before = asked.meter().millis();
        LoadResult result = stage.rehearse(asked.port(), requests, plan);
        double perRequest = (double) (asked.meter().millis() - before) / result.answered();
        if (result.statuses().getOrDefault(200, 0L) != result.answered()) {
            throw new IOException(name + " answered " + result.statuses());
        }
        Played played = new Played(result.rate(), perRequest, result.millis("p99"));
        stage.report()
                .note("door, %s: %s/s, p99 %s ms, %s CPU-ms"
                        .formatted(
                                name,
                                Figure.text(played.rate()),
                                Figure.text(played.p99()),
                                Figure.text(played.perRequest())));
        return played;
    }

    /** A read of everybody's, with the token of one of the buyers. */
    private static RequestFile requests(Stage stage) throws IOException {
        Path file = stage.file("door.txt");
        String path = "/api/events/" + UUID.nameUUIDFromBytes(new byte[] {1}) + "/seats";
        try (Writer out = Files.newBufferedWriter(file)) {
            for (String token : stage.buyers()) {
                out.write("GET " + path + "\tAuthorization: Bearer " + token + "\t\n");
            }
        }
        return new RequestFile(file, List.of());
    }
}
