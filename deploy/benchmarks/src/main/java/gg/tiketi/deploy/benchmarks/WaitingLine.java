package gg.tiketi.deploy.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.deploy.local.Service;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * People, usually a hundred thousand, join one waiting room, each with a token that was never seen; then they ask how it stands, and
 * those near the front are watched until they know that they are in. PostgreSQL tells afterwards whether the line was kept.
 */
final class WaitingLine implements Scenario.Play {

    /** Newcomers at once: a commit serves those who came while the last one was on its way. */
    private static final int JOINING = 200;

    private static final int ASKING = 5_000;
    private static final LineRules RULES = new LineRules(600, 5_000);
    private static final LineRules FAST_RULES = new LineRules(6_000, 1_500);
    private static final double JOINS_BAR = 3_000;
    private static final double STATUS_BAR = 0.2;
    private static final double NOTICE_BAR = 2_000;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration WATCH = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String FRONT = """
            SELECT account_id FROM seat.waiting_entry WHERE event_id = ?::uuid AND state = 'WAITING' ORDER BY rank LIMIT 150
            """;

    private static final String ADMITTED = """
            SELECT account_id, extract(epoch FROM admitted_at) * 1000 AS at FROM seat.waiting_entry
            WHERE event_id = ?::uuid AND state = 'ADMITTED'
            """;

    @Override
    public void on(Stage stage) throws Exception {
        SaleEvent event = stage.publish(HallShape.OF_4900, Stage.USUAL_LIMIT);
        String path = event.path() + "/waiting-room";
        RULES.open(stage, event);
        awaitRoom(stage, stage.suite().port(Door.DIRECT.port()), path);
        List<String> tokens = stage.key().tokens(stage.options().people());

        Run joins = stage.measure(
                "waiting-room joins",
                Door.DIRECT,
                file(stage.file("joins.txt"), "POST", path, tokens, "{}"),
                new LoadPlan(
                        JOINING,
                        (int) LIMIT.toSeconds() * 2,
                        0,
                        false,
                        stage.options().seed()));
        stage.report()
                .add(Figure.atLeast(
                        "joins, durable, direct to seat-service", joins.load().rate(), "/s", JOINS_BAR));
        stage.report().add(Figure.told("joins, p99", joins.load().millis("p99"), "ms"));
        stage.report().add(Figure.told("a join", joins.perRequest(), "CPU-ms"));
        long told = joins.load().statuses().getOrDefault(200, 0L);

        RequestFile status =
                file(stage.file("status.txt"), "GET", path, tokens.subList(tokens.size() - ASKING, tokens.size()), "");
        stage.rehearse(Door.GATEWAY, status, stage.closed());
        List<Run> asked = new ArrayList<>();
        for (int i = 0; i < stage.options().runs(); i++) {
            asked.add(stage.measure(
                    "waiting-room status", Door.GATEWAY, status, stage.closed().repeating()));
        }
        stage.report()
                .add(Figure.atMost(
                        "status of a place through the gateway",
                        Medians.of(asked, Run::perRequest),
                        "CPU-ms",
                        STATUS_BAR));

        double notice = notice(stage, event, path, tokens);
        stage.report().add(Figure.atMost("from admission to knowing it, p99", notice, "ms", NOTICE_BAR));
        RULES.check(stage, event, told);
        atThreeNodes(stage, tokens);
    }

    /** The same people at another event, a third of them at each of three nodes, while people are admitted fast. */
    private static void atThreeNodes(Stage stage, List<String> tokens) throws Exception {
        SaleEvent event = stage.publish(HallShape.OF_4900, Stage.USUAL_LIMIT);
        String path = event.path() + "/waiting-room";
        FAST_RULES.open(stage, event);
        List<MeasuredSuite.Node> more =
                List.of(stage.suite().startAnother(Service.SEAT), stage.suite().startAnother(Service.SEAT));
        List<Integer> ports = List.of(
                stage.suite().port(Door.DIRECT.port()),
                more.get(0).port(),
                more.get(1).port());
        List<Future<LoadResult>> plays = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(ports.size())) {
            int share = tokens.size() / ports.size();
            for (int i = 0; i < ports.size(); i++) {
                int port = ports.get(i);
                awaitRoom(stage, port, path);
                RequestFile joins = file(
                        stage.file("joins-at-" + i + ".txt"),
                        "POST",
                        path,
                        tokens.subList(i * share, (i + 1) * share),
                        "{}");
                LoadPlan plan = new LoadPlan(
                        JOINING / ports.size(),
                        (int) LIMIT.toSeconds() * 2,
                        0,
                        false,
                        stage.options().seed());
                plays.add(threads.submit(() -> stage.rehearse(port, joins, plan)));
            }
        }
        long told = 0;
        double rate = 0;
        for (Future<LoadResult> play : plays) {
            told += play.get().statuses().getOrDefault(200, 0L);
            rate += play.get().rate();
        }
        stage.report().add(Figure.told("joins at three nodes, together", rate, "/s"));
        FAST_RULES.check(stage, event, told);
        more.forEach(node -> node.process().destroy());
    }

    private static void awaitRoom(Stage stage, int port, String path) throws Exception {
        Instant until = Instant.now().plus(LIMIT);
        while (!state(stage, port, path, stage.buyers().getFirst()).equals("WAITING")) {
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException("the waiting room did not open in " + LIMIT);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** Asks for those at the front in turn, and compares when each first heard it with when it was so. */
    private static double notice(Stage stage, SaleEvent event, String path, List<String> tokens) throws Exception {
        Map<String, String> byAccount = new HashMap<>();
        for (String token : tokens) {
            byAccount.put(account(token), token);
        }
        List<String> front = LineRules.texts(stage, FRONT, event);
        Map<String, Long> heard = new HashMap<>();
        Instant until = Instant.now().plus(WATCH);
        int next = 0;
        while (Instant.now().isBefore(until) && next < front.size()) {
            // Admissions come in order, so the first who is not in is the one to ask.
            String account = front.get(next);
            if (state(
                            stage,
                            stage.suite().port(Door.DIRECT.port()),
                            path,
                            Objects.requireNonNull(byAccount.get(account)))
                    .equals("ADMITTED")) {
                heard.put(account, System.currentTimeMillis());
                next++;
            } else {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
        List<Double> delays = new ArrayList<>();
        try (Connection connection = stage.suite().database();
                PreparedStatement find = connection.prepareStatement(ADMITTED)) {
            find.setString(1, event.id());
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    Long at = heard.get(rows.getString(1));
                    if (at != null) {
                        delays.add(at - rows.getDouble(2));
                    }
                }
            }
        }
        delays.sort(null);
        return delays.isEmpty() ? Double.NaN : delays.get((int) Math.ceil(delays.size() * 0.99) - 1);
    }

    private static String state(Stage stage, int port, String path, String token) throws IOException {
        JsonNode body = JSON.readTree(stage.questions().get(port, path, token));
        return body.path("state").asText();
    }

    private static String account(String token) throws IOException {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return JSON.readTree(new String(claims, StandardCharsets.UTF_8))
                .path("sub")
                .asText();
    }

    private static RequestFile file(Path file, String method, String path, List<String> tokens, String body)
            throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            for (String token : tokens) {
                out.write(method + " " + path + "\tAuthorization: Bearer " + token + "\t" + body + "\n");
            }
        }
        return new RequestFile(file, List.of());
    }
}
