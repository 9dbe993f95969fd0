package gg.tiketi.deploy.benchmarks;

import gg.tiketi.deploy.local.Checkout;
import gg.tiketi.deploy.local.Packaging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The program behind {@code deploy/benchmarks/run}: starts the suite, warms it up, plays the scenarios, tells the
 * figures. Exit codes: 0 measured, 1 an invariant was broken or something failed, 2 a wrong option.
 */
public final class Benchmarks {

    private Benchmarks() {}

    /** Plays the scenarios that the arguments name, all without any. */
    public static void main(String[] arguments) {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.print(Options.usage());
            return;
        }
        int exit;
        try {
            exit = play(Options.parse(arguments)) ? 0 : 1;
        } catch (IllegalArgumentException wrong) {
            System.err.println("deploy/benchmarks/run: " + wrong.getMessage());
            exit = 2;
        } catch (Exception failed) {
            System.err.println("deploy/benchmarks/run: " + failed);
            failed.printStackTrace();
            exit = 1;
        }
        System.exit(exit);
    }

    private static boolean play(Options options) throws Exception {
        if (!LoadGenerator.isPossible()) {
            throw new IOException("needs Linux and a C compiler (cc)");
        }
        Path module = Checkout.root().resolve("deploy/benchmarks");
        Path folder = Files.createDirectories(module.resolve("target/work"));
        LoadGenerator load = LoadGenerator.compile(module.resolve("load"), folder);
        Report report = new Report();
        try (BenchmarkKey key = new BenchmarkKey()) {
            CompletableFuture<List<String>> minted = CompletableFuture.supplyAsync(() -> key.tokens(options.buyers()));
            try (MeasuredSuite suite =
                            MeasuredSuite.start(options.packaging(), key.url(), folder.resolve("suite.log"));
                    Questions questions = new Questions(suite)) {
                Stage stage = new Stage(suite, options, report, load, key, minted.join(), questions, folder);
                if (options.scenarios().stream().anyMatch(Scenario::wantsWarmth)) {
                    report.say("Warming up for " + options.warmUpSeconds() + " s");
                    WarmUp.on(stage);
                }
                for (Scenario scenario : options.scenarios()) {
                    report.say(scenario.label());
                    play(scenario, stage);
                }
            }
        }
        String text = report.markdown(title(options), Machine.describe(options));
        Files.writeString(folder.resolve("result.md"), text);
        if (options.keep()) {
            Path kept = Files.createDirectories(module.resolve("results")).resolve(name(options) + ".md");
            Files.writeString(kept, text);
            report.say("Kept as " + Checkout.root().relativize(kept));
        }
        return report.isRight();
    }

    /** What one scenario cannot do does not keep the others from being measured. */
    private static void play(Scenario scenario, Stage stage) {
        try {
            scenario.play().on(stage);
        } catch (Exception failed) {
            stage.report().checked(scenario.label(), List.of("not finished: " + failed.getMessage()));
        }
    }

    private static String title(Options options) {
        return LocalDate.now(ZoneOffset.UTC) + ": " + scenarios(options, ", ") + " ("
                + options.packaging().label() + ")";
    }

    private static String name(Options options) throws IOException {
        String which = options.scenarios().size() == Scenario.values().length ? "all" : scenarios(options, "-");
        String packaging = options.packaging() == Packaging.JVM
                ? ""
                : "-" + options.packaging().label();
        return LocalDate.now(ZoneOffset.UTC) + "-" + Machine.commit() + "-" + which + packaging;
    }

    private static String scenarios(Options options, String separator) {
        return String.join(
                separator, options.scenarios().stream().map(Scenario::label).toList());
    }

    /** What the figures were measured on. */
    private static final class Machine {

        static Map<String, String> describe(Options options) throws IOException {
            Map<String, String> machine = new LinkedHashMap<>();
            machine.put("commit", commit());
            machine.put(
                    "machine",
                    "%d cores (%s), %d GB, Linux %s"
                            .formatted(
                                    Runtime.getRuntime().availableProcessors(),
                                    firstValue("/proc/cpuinfo", "model name"),
                                    Long.parseLong(firstValue("/proc/meminfo", "MemTotal")
                                                    .replaceAll("\\D", ""))
                                            >> 20,
                                    System.getProperty("os.version")));
            machine.put(
                    "services",
                    options.packaging().told() + " as deploy/run starts them; tools on Java " + Runtime.version());
            machine.put(
                    "backends",
                    "embedded PostgreSQL (fsync on) and Redis of this commit, load generator on the same machine");
            machine.put(
                    "method",
                    "%d connections, %d runs of %d s each, medians, after %d s of warm-up, %d buyers, seed %d"
                            .formatted(
                                    options.connections(),
                                    options.runs(),
                                    options.seconds(),
                                    options.warmUpSeconds(),
                                    options.buyers(),
                                    options.seed()));
            return machine;
        }

        static String commit() throws IOException {
            String root = Checkout.root().toString();
            String commit = Command.run(List.of("git", "-C", root, "rev-parse", "--short=10", "HEAD"))
                    .strip();
            boolean changed = !Command.run(List.of("git", "-C", root, "status", "--porcelain", "--untracked-files=no"))
                    .isBlank();
            return changed ? commit + "-changed" : commit;
        }

        private static String firstValue(String file, String name) throws IOException {
            try (var lines = Files.lines(Path.of(file))) {
                return lines.filter(line -> line.startsWith(name))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("?");
            }
        }
    }
}
