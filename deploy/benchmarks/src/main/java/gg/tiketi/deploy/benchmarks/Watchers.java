package gg.tiketi.deploy.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.local.Checkout;
import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Thousands look at the map of one event of 20,000 seats while a hundred seats a second change: how late they learn of it,
 * what each weighs, that all of them end with what the database has, and that they come back when a gateway is killed.
 */
final class Watchers implements Scenario.Play {

    private static final int CHANGES_PER_SECOND = 100;
    private static final int SECONDS = 30;
    private static final int FEW = 1_000;
    private static final int GATEWAYS = 2;
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final double LATE_BAR_MS = 1_000;
    private static final double LATE_BAR_OF_FEW_MS = 300;
    private static final double STORM_BAR_S = 30;
    private static final double BACK_BAR_S = 30;
    private static final double SERVICE_BAR_KB = 20;
    private static final double GATEWAY_BAR_KB = 40;

    private static final String STATES =
            "SELECT string_agg(state::text, '' ORDER BY position) FROM seat.seat WHERE event_id = ?::uuid";

    /** One more gateway: where it listens and which process it is. */
    private record Gateway(int port, ProcessHandle process) {}

    @Override
    public void on(Stage stage) throws Exception {
        Path sources = Checkout.root().resolve("deploy/benchmarks");
        Path program = Swarm.compile(sources.resolve("watch"), sources.resolve("load"), stage.folder());
        List<Gateway> gateways = new ArrayList<>();
        for (int i = 0; i < GATEWAYS; i++) {
            gateways.add(startGateway(stage));
        }
        List<Integer> direct = List.of(stage.suite().port(Port.SEAT));
        List<Integer> ports = gateways.stream().map(Gateway::port).toList();
        int many = stage.options().watchers();
        play(stage, program, "direct", direct, FEW, gateways, LATE_BAR_OF_FEW_MS);
        play(stage, program, "two gateways", ports, FEW, gateways, LATE_BAR_OF_FEW_MS);
        play(stage, program, "direct", direct, many, gateways, LATE_BAR_MS);
        play(stage, program, "two gateways", ports, many, gateways, LATE_BAR_MS);
    }

    private static Gateway startGateway(Stage stage) throws IOException {
        MeasuredSuite.Node node = stage.suite().startAnother(Service.GATEWAY);
        return new Gateway(node.port(), node.process());
    }

    private static void play(
            Stage stage,
            Path program,
            String door,
            List<Integer> ports,
            int watchers,
            List<Gateway> gateways,
            double lateBar)
            throws Exception {
        boolean isMany = watchers > FEW;
        boolean isThroughGateways = ports.size() > 1;
        String name = "%,d watchers, %s".formatted(watchers, door);
        SaleEvent event = stage.publish(HallShape.OF_20000, Stage.USUAL_LIMIT);
        stage.awaitQuiet();
        long service = stage.suite().processId(Service.SEAT);
        Memory before = Memory.of(service, gateways);
        try (Swarm swarm = Swarm.start(program, stage.suite(), event, ports, watchers)) {
            JsonNode connected = swarm.ask("connect");
            Figure storm = isMany
                    ? Figure.atMost(
                            name + ": until all are connected",
                            connected.path("seconds").asDouble(),
                            "s",
                            STORM_BAR_S)
                    : Figure.told(
                            name + ": until all are connected",
                            connected.path("seconds").asDouble(),
                            "s");
            stage.report().add(storm);
            List<String> seats = new ArrayList<>(event.labels());
            Collections.shuffle(seats, stage.random());
            // Newcomers' first seconds are not what is measured.
            change(stage, event, seats, 3);
            Recordings recordings = record(stage, name, service, gateways);
            Use use = Use.now(service, gateways);
            swarm.ask("measure");
            change(stage, event, seats, SECONDS);
            JsonNode seen = swarm.ask("report");
            use.tell(stage, name, Use.now(service, gateways), seen);
            recordings.close();
            tell(stage, name, watchers, seen, lateBar);
            LockSupport.parkNanos(QUIET.toNanos());
            compare(stage, swarm, event, name);
            if (isMany) {
                before.tell(stage, name, Memory.of(service, gateways), watchers, isThroughGateways);
            }
            if (isMany && isThroughGateways) {
                killOne(stage, swarm, event, seats, gateways);
            }
        }
    }

    private static Recordings record(Stage stage, String name, long service, List<Gateway> gateways)
            throws IOException {
        Map<Long, String> processes = stage.options().profile()
                ? Map.of(service, "seat", gateways.getFirst().process().pid(), "gateway")
                : Map.of();
        return Recordings.start(stage.folder(), name.replaceAll("[^a-z0-9]+", "-"), processes);
    }

    private static void tell(Stage stage, String name, int watchers, JsonNode seen, double lateBar) {
        double seconds = seen.path("seconds").asDouble();
        stage.report()
                .add(Figure.told(name + ": delivery p50", seen.path("p50Ms").asDouble(), "ms"));
        stage.report()
                .add(Figure.atMost(name + ": delivery p99", seen.path("p99Ms").asDouble(), "ms", lateBar));
        stage.report()
                .add(Figure.told(name + ": bytes a watcher", seen.path("bytes").asDouble() / watchers / seconds, "/s"));
        stage.report().note(name + ": " + seen);
        List<String> broken = new ArrayList<>();
        if (seen.path("gaps").asLong()
                        + seen.path("lost").asLong()
                        + seen.path("errors").asLong()
                > 0) {
            broken.add("gaps, lost connections or errors: " + seen);
        }
        if (seen.path("deliveries").asLong() < (long) watchers * CHANGES_PER_SECOND * SECONDS / 2) {
            broken.add("few changes were delivered: " + seen);
        }
        stage.report().checked(name, broken);
    }

    /** Takes seats at random times, a hundred a second, direct to seat-service. */
    private static void change(Stage stage, SaleEvent event, List<String> seats, int seconds)
            throws IOException, SQLException {
        int count = Math.min(CHANGES_PER_SECOND * seconds, seats.size());
        List<RequestFile.Wish> wishes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            wishes.add(new RequestFile.Wish(
                    stage.buyers().get(seats.size() % stage.buyers().size()), List.of(seats.removeLast())));
        }
        stage.rehearse(
                Door.DIRECT,
                stage.reservations(event, wishes),
                stage.closed().lasting(seconds).arriving(CHANGES_PER_SECOND));
    }

    private static void compare(Stage stage, Swarm swarm, SaleEvent event, String name)
            throws IOException, SQLException {
        Path truth = stage.file("states.txt");
        try (Connection connection = stage.suite().database();
                PreparedStatement question = connection.prepareStatement(STATES)) {
            question.setString(1, event.id());
            try (ResultSet found = question.executeQuery()) {
                found.next();
                Files.writeString(truth, found.getString(1));
            }
        }
        JsonNode compared = swarm.ask("check " + truth);
        boolean isEqual =
                compared.path("equal").asInt() == compared.path("watchers").asInt();
        stage.report().note(name + ", 2 s after the last change: " + compared);
        stage.report().checked(name + " equal the database", isEqual ? List.of() : List.of("maps differ: " + compared));
    }

    /** Half of the watchers lose their gateway while seats go on changing; it comes back on the same port. */
    private static void killOne(Stage stage, Swarm swarm, SaleEvent event, List<String> seats, List<Gateway> gateways)
            throws Exception {
        CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
            try {
                change(stage, event, seats, SECONDS);
            } catch (IOException | SQLException failed) {
                throw new CompletionException(failed);
            }
        });
        swarm.ask("lose");
        Gateway gone = gateways.removeLast();
        gone.process().destroyForcibly();
        gone.process().onExit().join();
        gateways.add(new Gateway(
                gone.port(),
                stage.suite().startAnother(Service.GATEWAY, gone.port()).process()));
        JsonNode back = swarm.ask("back");
        stage.report()
                .add(Figure.atMost(
                        "a gateway killed and back: until all watchers are",
                        back.path("seconds").asDouble(),
                        "s",
                        BACK_BAR_S));
        stage.report().note("a gateway killed and back: " + back);
        changes.join();
        LockSupport.parkNanos(QUIET.toNanos());
        compare(stage, swarm, event, "after the kill");
    }

    /** Memory of the processes, each after a full collection. */
    private record Memory(long serviceKilobytes, long gatewayKilobytes) {

        static Memory of(long service, List<Gateway> gateways) throws IOException {
            long sum = 0;
            for (Gateway gateway : gateways) {
                sum += collected(gateway.process().pid());
            }
            return new Memory(collected(service), sum);
        }

        private static long collected(long process) throws IOException {
            Recordings.jcmd(process, "GC.run");
            return ProcessUse.ownKilobytes(process);
        }

        void tell(Stage stage, String name, Memory after, int watchers, boolean isThroughGateways) {
            stage.report()
                    .add(Figure.atMost(
                            name + ": memory of seat-service a watcher",
                            (double) (after.serviceKilobytes - serviceKilobytes) / watchers,
                            "kB",
                            SERVICE_BAR_KB));
            if (isThroughGateways) {
                stage.report()
                        .add(Figure.atMost(
                                name + ": memory of the gateway a watcher",
                                (double) (after.gatewayKilobytes - gatewayKilobytes) / watchers,
                                "kB",
                                GATEWAY_BAR_KB));
            }
        }
    }

    /** Processor time of the processes. */
    private record Use(long serviceMillis, long gatewayMillis) {

        static Use now(long service, List<Gateway> gateways) throws IOException {
            long sum = 0;
            for (Gateway gateway : gateways) {
                sum += CpuMeter.millis(gateway.process().pid());
            }
            return new Use(CpuMeter.millis(service), sum);
        }

        void tell(Stage stage, String name, Use after, JsonNode seen) throws IOException {
            double millis = seen.path("seconds").asDouble() * 1_000;
            stage.report()
                    .note(String.format(
                            Locale.ROOT,
                            "%s: seat-service took %.0f %% of a core, the gateways %.0f %%, the watchers %.0f %%;"
                                    + " load of the machine %s",
                            name,
                            (after.serviceMillis - serviceMillis) / millis * 100,
                            (after.gatewayMillis - gatewayMillis) / millis * 100,
                            seen.path("cpuMs").asDouble() / millis * 100,
                            ProcessUse.load()));
        }
    }
}
