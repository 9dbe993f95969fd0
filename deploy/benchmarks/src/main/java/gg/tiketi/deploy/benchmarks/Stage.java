package gg.tiketi.deploy.benchmarks;

import gg.tiketi.deploy.local.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What every scenario works with: the running suite, buyers, events, the load generator and the report. */
final class Stage {

    /** Seats that one person may have of an ordinary event. */
    static final int USUAL_LIMIT = 4;

    private final MeasuredSuite suite;
    private final Options options;
    private final Report report;
    private final LoadGenerator load;
    private final BenchmarkKey key;
    private final List<String> buyers;
    private final Questions questions;
    private final Shop shop;
    private final Invariants invariants;
    private final CpuMeter meter;
    private final Path folder;
    private final Random random;
    private int files;
    private double winnersRate;

    Stage(
            MeasuredSuite suite,
            Options options,
            Report report,
            LoadGenerator load,
            BenchmarkKey key,
            List<String> buyers,
            Questions questions,
            Path folder) {
        this.suite = suite;
        this.options = options;
        this.report = report;
        this.load = load;
        this.key = key;
        this.buyers = buyers;
        this.questions = questions;
        this.shop = new Shop(suite, questions);
        this.invariants = new Invariants(suite, questions);
        this.meter = new CpuMeter(suite);
        this.folder = folder;
        this.random = new Random(options.seed());
    }

    MeasuredSuite suite() {
        return suite;
    }

    Options options() {
        return options;
    }

    Report report() {
        return report;
    }

    List<String> buyers() {
        return buyers;
    }

    BenchmarkKey key() {
        return key;
    }

    Questions questions() {
        return questions;
    }

    Random random() {
        return random;
    }

    SaleEvent publish(HallShape shape, int maxSeatsPerPerson) throws SQLException, IOException {
        return shop.publish(shape, maxSeatsPerPerson);
    }

    /** A closed loop as the options say. */
    LoadPlan closed() {
        return new LoadPlan(options.connections(), options.seconds(), 0, false, options.seed());
    }

    /** The working folder. */
    Path folder() {
        return folder;
    }

    /** A file of the working folder that nobody else has. */
    Path file(String name) {
        return folder.resolve(++files + "-" + name);
    }

    /** Every seat of the event once, in random order, the buyers in turn. */
    RequestFile winners(SaleEvent event) throws IOException {
        List<String> seats = new ArrayList<>(event.labels());
        Collections.shuffle(seats, random);
        List<RequestFile.Wish> wishes = new ArrayList<>(seats.size());
        for (String seat : seats) {
            wishes.add(new RequestFile.Wish(buyers.get(wishes.size() % buyers.size()), List.of(seat)));
        }
        return reservations(event, wishes);
    }

    /** Every buyer wants the one seat, which somebody holds already. */
    RequestFile refusals(SaleEvent event, List<String> tokens) throws IOException {
        String seat = event.labels().getFirst();
        int status = questions.reserve(event, buyers.getFirst(), "holder-" + event.id(), seat);
        if (status != 201 && status != 409) {
            throw new IOException("the seat that everybody wants could not be held: " + status);
        }
        return reservations(
                event,
                tokens.stream()
                        .map(token -> new RequestFile.Wish(token, List.of(seat)))
                        .toList());
    }

    RequestFile reservations(SaleEvent event, List<RequestFile.Wish> wishes) throws IOException {
        return RequestFile.reservations(file("reservations.txt"), event, "b" + files + "-" + event.id(), wishes);
    }

    /** Plays the requests without writing anything down. */
    LoadResult rehearse(Door door, RequestFile requests, LoadPlan plan) throws IOException {
        return rehearse(suite.port(door.port()), requests, plan);
    }

    /** The same at any node; several may be played at once. */
    LoadResult rehearse(int port, RequestFile requests, LoadPlan plan) throws IOException {
        return load.play(port, requests, plan);
    }

    /** Waits until the suite is idle, then plays the requests and reports what they cost. */
    Run measure(String name, Door door, RequestFile requests, LoadPlan plan) throws IOException, SQLException {
        invariants.awaitQuiet();
        Map<Long, String> recorded = options.profile()
                ? Map.of(suite.processId(Service.SEAT), "seat", suite.processId(Service.GATEWAY), "gateway")
                : Map.of();
        Recordings recordings = Recordings.start(folder, name + "-" + door, recorded);
        Map<Part, Long> before = meter.read();
        LoadResult result = load.play(suite.port(door.port()), requests, plan);
        Run run = Run.between(name, door, result, before, meter.read());
        recordings.close();
        report.add(run);
        return run;
    }

    /** Checks the event after a run of reservations. */
    void check(String name, SaleEvent event, RequestFile requests, Run run) throws IOException, SQLException {
        invariants.awaitQuiet();
        report.checked(name, invariants.broken(event, requests, run.load()));
    }

    void awaitQuiet() throws SQLException {
        invariants.awaitQuiet();
    }

    /** What winners reached through the gateway, for the scenarios that want a share of it; 0 when not measured. */
    double winnersRate() {
        return winnersRate;
    }

    void winnersRate(double rate) {
        winnersRate = rate;
    }
}
