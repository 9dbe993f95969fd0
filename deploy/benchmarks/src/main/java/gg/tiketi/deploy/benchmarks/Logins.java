package gg.tiketi.deploy.benchmarks;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * People sign in, as many at once as the hashing pool and its queue take; beside it the library alone hashes on as many
 * threads. Then more sign in than are taken, while others look at the list of events.
 */
final class Logins implements Scenario.Play {

    private static final double SHARE_BAR = 0.9;
    private static final double LIST_BAR = 100;
    private static final int PEOPLE = 200;
    private static final int TAKEN = 48;
    private static final double LISTS = 50;
    private static final String PASSWORD = "seventeen green umbrellas";

    /** As auth-service's defaults: its settings TIKETI_AUTH_PASSWORD_{MEMORY_KIB,PASSES,THREADS}. */
    private static final int MEMORY_KIB = 19_456;

    private static final int PASSES = 2;
    private static final int THREADS = 2;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    @Override
    public void on(Stage stage) throws Exception {
        RequestFile logins = logins(stage);
        LoadPlan taken = new LoadPlan(
                TAKEN, stage.options().seconds(), 0, true, stage.options().seed());
        stage.rehearse(Door.GATEWAY, logins, taken);
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < stage.options().runs(); i++) {
            Run run = stage.measure("logins", Door.GATEWAY, logins, taken);
            double rate =
                    run.load().statuses().getOrDefault(200, 0L) / run.load().seconds();
            double alone = hashes(stage.options().seconds());
            stage.report()
                    .note("logins: %s/s, the library alone %s hashes/s"
                            .formatted(Figure.text(rate), Figure.text(alone)));
            shares.add(rate / alone);
        }
        stage.report()
                .add(Figure.atLeast(
                        "logins a second, share of the library's hashes",
                        Medians.of(
                                shares.stream().mapToDouble(Double::doubleValue).toArray()),
                        "",
                        SHARE_BAR));
        besideTheList(stage, logins, taken);
    }

    private static void besideTheList(Stage stage, RequestFile logins, LoadPlan taken) throws Exception {
        RequestFile list = RequestFile.question(stage.file("list.txt"), "/api/events?size=20");
        LoadPlan all = new LoadPlan(PEOPLE, taken.seconds() + 2, 0, true, taken.seed());
        stage.rehearse(Door.GATEWAY, list, taken.arriving(LISTS));
        List<Double> p99 = new ArrayList<>();
        for (int i = 0; i < stage.options().runs(); i++) {
            try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
                Future<LoadResult> load = beside.submit(() -> stage.rehearse(Door.GATEWAY, logins, all));
                LoadResult lists = stage.rehearse(Door.GATEWAY, list, taken.arriving(LISTS));
                p99.add(lists.millis("p99"));
                stage.report()
                        .note("list of events while %d sign in: p50 %.1f p99 %.1f ms %s, sign-ins %s"
                                .formatted(
                                        PEOPLE,
                                        lists.millis("p50"),
                                        lists.millis("p99"),
                                        lists.statuses(),
                                        load.get().statuses()));
            }
        }
        stage.report()
                .add(Figure.atMost(
                        "p99 of the list of events while 200 sign in",
                        Medians.of(p99.stream().mapToDouble(Double::doubleValue).toArray()),
                        "ms",
                        LIST_BAR));
    }

    /** Makes the accounts; each signs in by one line of the file. */
    private static RequestFile logins(Stage stage) throws IOException {
        Path file = stage.file("logins.txt");
        try (Writer out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < PEOPLE; i++) {
                String login = "\"email\":\"someone-" + i + "@example.com\",\"password\":\"" + PASSWORD + "\"";
                stage.questions().post("/api/auth/register", "{" + login + ",\"name\":\"Someone\"}", 201);
                out.write("POST /api/auth/login\t\t{" + login + "}\n");
            }
        }
        return new RequestFile(file, List.of());
    }

    /** What the library hashes a second with the same cost on the same number of threads. */
    private static double hashes(int seconds) {
        Argon2Function function = Argon2Function.getInstance(MEMORY_KIB, PASSES, 1, HASH_BYTES, Argon2.ID);
        byte[] password = PASSWORD.getBytes(StandardCharsets.UTF_8);
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        List<CompletableFuture<Long>> counts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            counts.add(CompletableFuture.supplyAsync(
                    () -> {
                        long done = 0;
                        while (System.nanoTime() < until) {
                            function.hash(password, new byte[SALT_BYTES]);
                            done++;
                        }
                        return done;
                    },
                    work -> Thread.ofPlatform().start(work)));
        }
        return counts.stream().mapToLong(CompletableFuture::join).sum() / (double) seconds;
    }
}
