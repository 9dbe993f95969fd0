package gg.tiketi.deploy.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * People, usually a hundred thousand, join one waiting room, each with a token that was never seen; then they ask how it stands, and
 * those near the front are watched until they know that they are in. PostgreSQL tells afterwards whether the line was kept.
 */
final class WaitingLine implements Scenario.Play {

    /** Newcomers at once: a commit serves those who came while the last one was on its way. */
    private static final int JOINING = 200;

    private static final int ASKING = 5_000;
    private static final int PER_MINUTE = 600;
    private static final int CAP = 5_000;
    private static final double JOINS_BAR = 3_000;
    private static final double STATUS_BAR = 0.2;
    private static final double NOTICE_BAR = 2_000;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration WATCH = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SET_UP = """
            SELECT seat.waiting_room_set(?::uuid, 'FORCED', 1, %d, %d, 3600000, NULL, NULL, false, 'NONE', 'NONE',
                                         sha256('benchmark'))
            """.formatted(PER_MINUTE, CAP);

    private static final String DUPLICATES =
            "SELECT count(*) - count(DISTINCT rank) FROM seat.waiting_entry WHERE event_id = ?::uuid";

    private static final String STORED = "SELECT count(*) FROM seat.waiting_entry WHERE event_id = ?::uuid";

    private static final String INVERSIONS = """
            SELECT count(*) FROM (
                SELECT joined_at, max(joined_at) OVER (ORDER BY rank) AS latest FROM seat.waiting_entry
                WHERE event_id = ?::uuid) e
            WHERE joined_at < latest - interval '1 second'
            """;

    /** Each admission against the best start of a window that ends with it. */
    private static final String OVERSHOOT = """
            SELECT count(*) FROM (
                SELECT surplus - min(surplus) OVER (ORDER BY n) + 1 AS worst FROM (
                    SELECT n, n - extract(epoch FROM admitted_at) * %1$d / 60.0 AS surplus FROM (
                        SELECT admitted_at, row_number() OVER (ORDER BY admitted_at, rank) AS n FROM seat.waiting_entry
                        WHERE event_id = ?::uuid AND admitted_at IS NOT NULL) a) b) c
            WHERE worst > %1$d / 60.0 + 0.01
            """.formatted(PER_MINUTE);

    private static final String OVER_CAP = """
            SELECT greatest(0, count(*) - %d) FROM seat.waiting_entry WHERE event_id = ?::uuid AND state = 'ADMITTED'
            """.formatted(CAP);

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
        texts(stage, SET_UP, event);
        awaitRoom(stage, path);
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
        must(stage, "joins told and not stored", Math.max(0, told - number(stage, STORED, event)));

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
        must(stage, "places given twice", number(stage, DUPLICATES, event));
        must(stage, "inversions over a second", number(stage, INVERSIONS, event));
        must(stage, "admissions over the rate, in any window", number(stage, OVERSHOOT, event));
        must(stage, "admissions over the cap", number(stage, OVER_CAP, event));
    }

    /** None of these, or the run is broken. */
    private static void must(Stage stage, String what, long found) {
        stage.report().add(Figure.atMost(what, found, "", 0));
        stage.report().checked("waiting-room", found == 0 ? List.of() : List.of(what + ": " + found));
    }

    private static void awaitRoom(Stage stage, String path) throws Exception {
        Instant until = Instant.now().plus(LIMIT);
        while (!state(stage, path, stage.buyers().getFirst()).equals("WAITING")) {
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
        List<String> front = texts(stage, FRONT, event);
        Map<String, Long> heard = new HashMap<>();
        Instant until = Instant.now().plus(WATCH);
        int next = 0;
        while (Instant.now().isBefore(until) && next < front.size()) {
            // Admissions come in order, so the first who is not in is the one to ask.
            String account = front.get(next);
            if (state(stage, path, Objects.requireNonNull(byAccount.get(account)))
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

    private static String state(Stage stage, String path, String token) throws IOException {
        JsonNode body = JSON.readTree(stage.questions().get(Door.DIRECT, path, token));
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

    private static long number(Stage stage, String query, SaleEvent event) throws SQLException {
        List<String> texts = texts(stage, query, event);
        return Long.parseLong(texts.getFirst());
    }

    private static List<String> texts(Stage stage, String query, SaleEvent event) throws SQLException {
        try (Connection connection = stage.suite().database()) {
            connection.createStatement().execute("SET search_path = seat");
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setString(1, event.id());
                List<String> found = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(rows.getString(1));
                    }
                }
                return found;
            }
        }
    }
}
