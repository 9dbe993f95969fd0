package gg.tiketi.deploy.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The program in {@code load/}, compiled by the system's C compiler into a working folder. */
final class LoadGenerator {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path program;

    private LoadGenerator(Path program) {
        this.program = program;
    }

    /** Whether this machine can compile and run it. */
    static boolean isPossible() {
        return System.getProperty("os.name").equals("Linux")
                && Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(place -> !place.isBlank() && Files.isExecutable(Path.of(place, "cc")));
    }

    /** Compiles the sources. */
    static LoadGenerator compile(Path sources, Path folder) throws IOException {
        Path program = folder.resolve("load");
        List<String> command = new ArrayList<>(
                List.of("cc", "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program.toString()));
        try (Stream<Path> files = Files.list(sources)) {
            files.map(Path::toString)
                    .filter(name -> name.endsWith(".c"))
                    .sorted()
                    .forEach(command::add);
        }
        command.add("-lm");
        Command.run(command);
        return new LoadGenerator(program);
    }

    /** Plays the requests against the port and waits for the end; a file's ledger lies beside it. */
    LoadResult play(int port, RequestFile requests, LoadPlan plan) throws IOException {
        Path ledger = requests.file().resolveSibling(requests.file().getFileName() + ".ledger");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--port",
                Integer.toString(port),
                "--requests",
                requests.file().toString(),
                "--connections",
                Integer.toString(plan.connections()),
                "--seconds",
                Integer.toString(plan.seconds()),
                "--seed",
                Long.toString(plan.seed())));
        if (plan.rate() > 0) {
            command.addAll(List.of("--poisson", "--rate", Double.toString(plan.rate())));
        }
        if (plan.repeat()) {
            command.add("--repeat");
        } else {
            command.addAll(List.of("--ledger", ledger.toString()));
        }
        String line = Command.run(command);
        return new LoadResult(JSON.readTree(line), plan.repeat() ? List.of() : read(ledger));
    }

    private static List<Integer> read(Path ledger) throws IOException {
        try (Stream<String> lines = Files.lines(ledger)) {
            return lines.map(line -> Integer.valueOf(line.split(" ")[1])).toList();
        }
    }
}
