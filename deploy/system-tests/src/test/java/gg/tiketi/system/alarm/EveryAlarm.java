package gg.tiketi.system.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Plan;
import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import gg.tiketi.system.Client;
import gg.tiketi.system.Sale;
import gg.tiketi.system.SuiteFolder;
import gg.tiketi.system.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks one part of a running suite after the other, for {@code deploy/rehearse}: a real Prometheus with our rules must
 * notice each, and be silent again when it is mended. It has no test's name, so that no other command runs it.
 */
class EveryAlarm {

    /** Windows and waits of the rules are divided by it; readings and evaluations (15 s) too. */
    private static final int TIMES = 60;

    private static final Path RULES = Path.of("../observability/prometheus");
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    /** The longest short window of the rules, three days' six hours, is over after so long, and some more. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(6 * 3600 / TIMES + 120);

    private static final Map<Service, Port> MANAGEMENT = new EnumMap<>(Map.of(
            Service.GATEWAY, Port.GATEWAY_MANAGEMENT,
            Service.AUTH, Port.AUTH_MANAGEMENT,
            Service.EVENT, Port.EVENT_MANAGEMENT,
            Service.SEAT, Port.SEAT_MANAGEMENT));

    private interface Act {
        void run() throws Exception;
    }

    /** When an alert was first seen, and when no more, both from the act or its undoing on. */
    private static final class Seen {
        private final long firedAfter;
        private long silentAfter = -1;

        Seen(long firedAfter) {
            this.firedAfter = firedAfter;
        }
    }

    @TempDir
    private Path folder;

    private SuiteFolder state;
    private Suite suite;
    private Prometheus prometheus;
    private final StringBuilder report = new StringBuilder();
    private final Set<String> rehearsed = new TreeSet<>();

    @BeforeEach
    void start() throws Exception {
        assertThat(Prometheus.isInstalled())
                .as("prometheus and promtool on the PATH (Debian: package prometheus)")
                .isTrue();
        state = new SuiteFolder("rehearsal");
        suite = new Suite(
                Plan.forTests(state.state())
                        .durably()
                        .with(
                                Service.SEAT,
                                Map.of("TIKETI_INTEGRITY_INTERVAL", "PT2S", "TIKETI_INTEGRITY_LOOK_INTERVAL", "PT1S")),
                state);
        suite.start();
        MANAGEMENT.forEach((service, port) -> scrape(service, "127.0.0.1:" + suite.port(port)));
        Files.writeString(
                folder.resolve("alerts.yml"), FastRules.of(Files.readString(RULES.resolve("alerts.yml")), TIMES));
        Path configuration = Files.writeString(
                folder.resolve("prometheus.yml"),
                Files.readString(RULES.resolve("prometheus.yml"))
                        .replace("15s", 15_000 / TIMES + "ms")
                        .replaceAll(
                                "dns_sd_configs:\\s+- \\{ names: \\[([a-z-]+)],.*}",
                                "file_sd_configs: [{ files: [$1.json] }]"));
        Prometheus.check("check", "config", configuration.toString());
        prometheus = Prometheus.start(configuration);
    }

    @AfterEach
    void stop() throws Exception {
        prometheus.close();
        suite.close();
        state.close();
    }

    @Test
    void whatIsBrokenIsNoticedAndWhatIsMendedIsSilent() throws Exception {
        Awaitility.await("every service's metrics").atMost(PATIENCE).until(() -> prometheus
                .answering()
                .containsAll(MANAGEMENT.keySet().stream().map(Service::module).toList()));
        Client visitor = new Client(suite.url());
        Sale sale = Sale.of(visitor, "Neon Raccoonz Nationwide Tour - Busan");
        Tokens tokens = Tokens.of(suite, visitor);
        report.append("| broken | alert | fires after | silent after |\n|---|---|---|---|\n");
        try (Load load = new Load(visitor, sale, tokens)) {
            Awaitility.await("a sale").atMost(PATIENCE).until(load::hasSold);
            // What starting left in the windows has to pass first.
            Awaitility.await("silence")
                    .atMost(LAST_PATIENCE)
                    .until(() -> prometheus.firing().isEmpty());
            play(
                    "PostgreSQL killed",
                    Set.of(
                            "SweepStands",
                            "ReservationsFail",
                            "PaymentsFail",
                            "GatewayErrors",
                            "SloBurnsFast",
                            "SloBurns"),
                    () -> kill(suite.postgres()),
                    suite::restartPostgres);
            play(
                    "event-service killed",
                    Set.of("ServiceDown", "ServiceErrors", "GatewayErrors", "SloBurnsFast"),
                    () -> kill(suite.process(Service.EVENT)),
                    () -> suite.restart(Service.EVENT));
            play("Redis killed", Set.of("RedisAway"), () -> kill(suite.redis()), suite::restartRedis);
            play(
                    "auth-service no longer known",
                    Set.of("ServiceMissing"),
                    () -> Files.writeString(folder.resolve("auth-service.json"), "[]"),
                    () -> scrape(Service.AUTH, "127.0.0.1:" + suite.port(Port.AUTH_MANAGEMENT)));
            play(
                    "tokens that nobody takes",
                    Set.of("NobodyCanReserve"),
                    () -> load.signedIn(false),
                    () -> load.signedIn(true));
            Suite.Node unclear = suite.startAnother(
                    Service.SEAT,
                    Map.of(
                            "TIKETI_PAYMENT_SIMULATED_BEHAVIOUR",
                            "LOSE_REPLY",
                            "TIKETI_PAYMENT_PROVIDER_TIMEOUT",
                            "PT0.2S"));
            play(
                    "a provider that does not answer",
                    Set.of("PaymentsUnclear"),
                    () -> {
                        scrape(
                                Service.SEAT,
                                "127.0.0.1:" + suite.port(Port.SEAT_MANAGEMENT),
                                unclear.managementUrl().substring("http://".length()));
                        load.payAt(unclear.url());
                    },
                    () -> {
                        load.payAt(suite.url());
                        scrape(Service.SEAT, "127.0.0.1:" + suite.port(Port.SEAT_MANAGEMENT));
                        unclear.process().destroy();
                    });
            play(
                    "an amount changed by hand",
                    Set.of("InvariantBroken"),
                    () -> change(
                            "UPDATE seat.reservation SET amount = amount + 1 WHERE id = (SELECT min(id::text)::uuid"
                                    + " FROM seat.reservation WHERE status = 'CONFIRMED')"),
                    () -> change(
                            "UPDATE seat.reservation SET amount = amount - 1 WHERE id = (SELECT min(id::text)::uuid"
                                    + " FROM seat.reservation WHERE status = 'CONFIRMED' AND amount % 10 = 1)"));
            Instant begun = Instant.now();
            Awaitility.await("silence of all")
                    .atMost(LAST_PATIENCE)
                    .until(() -> prometheus.firing().isEmpty());
            report.append("\nAll silent ").append(seconds(begun)).append(" s later.\n");
        } finally {
            Set<String> others = alerts();
            others.removeAll(rehearsed);
            report.append("Not seen: ").append(String.join(", ", others)).append(".\n");
            System.out.println(report);
        }
        assertThat(anchors())
                .containsAll(rehearsed.stream().map(EveryAlarm::anchor).toList());
    }

    /** Waits until all that is expected fires, undoes what was done, and waits until that is silent. */
    private void play(String broken, Set<String> expected, Act act, Act undo) throws Exception {
        System.out.println(broken + ", expecting " + expected);
        Map<String, Seen> seen = new TreeMap<>();
        Set<String> before = prometheus.firing();
        Instant begun = Instant.now();
        try {
            act.run();
            Awaitility.await(broken + ": " + expected)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        note(before, seen, begun);
                        return seen.keySet().containsAll(expected);
                    });
            undo.run();
            Instant mended = Instant.now();
            Awaitility.await(broken + ", mended: silence of " + expected)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        Set<String> firing = note(before, seen, begun);
                        seen.forEach((name, one) -> {
                            if (firing.contains(name)) {
                                one.silentAfter = -1;
                            } else if (one.silentAfter < 0) {
                                one.silentAfter = seconds(mended);
                            }
                        });
                        return expected.stream().noneMatch(firing::contains);
                    });
        } finally {
            rehearsed.addAll(seen.keySet());
            seen.forEach((name, one) -> report.append("| %s | %s%s | %d s | %s |%n"
                    .formatted(
                            broken,
                            name,
                            expected.contains(name) ? "" : " (besides)",
                            one.firedAfter,
                            one.silentAfter < 0 ? "later" : one.silentAfter + " s")));
        }
    }

    private Set<String> note(Set<String> before, Map<String, Seen> seen, Instant begun) throws Exception {
        Set<String> firing = prometheus.firing();
        for (String name : firing) {
            if (!before.contains(name)) {
                seen.computeIfAbsent(name, first -> new Seen(seconds(begun)));
            }
        }
        // One that was still there from before counts anew once it has been silent.
        before.retainAll(firing);
        return firing;
    }

    private static long seconds(Instant since) {
        return Duration.between(since, Instant.now()).toSeconds();
    }

    private static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = suite.database();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }

    /** Tells Prometheus the nodes of a service; it notices by itself that the file has changed. */
    private void scrape(Service service, String... targets) {
        String list = Stream.of(targets).map(target -> "\"" + target + "\"").collect(Collectors.joining(","));
        try {
            Path made = Files.writeString(folder.resolve("new.json"), "[{\"targets\":[" + list + "]}]");
            Files.move(
                    made,
                    folder.resolve(service.module() + ".json"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new java.io.UncheckedIOException(unwritable);
        }
    }

    private static Set<String> alerts() throws IOException {
        return Pattern.compile("- alert: (\\w+)")
                .matcher(Files.readString(RULES.resolve("alerts.yml")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The section that the alert's annotation names. */
    private static String anchor(String alert) {
        try {
            var link = Pattern.compile("- alert: " + alert + "\\n[\\s\\S]*?runbook: deploy/docs/runbook.md#([a-z-]+)")
                    .matcher(Files.readString(RULES.resolve("alerts.yml")));
            assertThat(link.find()).as(alert).isTrue();
            return link.group(1);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static List<String> anchors() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("../docs/runbook.md"))) {
            return lines.filter(line -> line.startsWith("## "))
                    .map(line -> line.substring(3).toLowerCase(Locale.ROOT).replace(' ', '-'))
                    .toList();
        }
    }
}
