package gg.tiketi.deploy.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Flight recordings of some JVMs during a run, with samples of processor time where the JDK can take them (Linux):
 * {@code jfr view cpu-time-hot-methods <file>} reads them.
 */
final class Recordings {

    private final Path folder;
    private final String name;
    private final Map<Long, String> processes;

    private Recordings(Path folder, String name, Map<Long, String> processes) {
        this.folder = folder;
        this.name = name;
        this.processes = processes;
    }

    static Recordings start(Path folder, String name, Map<Long, String> processes) throws IOException {
        for (Long process : processes.keySet()) {
            jcmd(process, "JFR.start", "name=benchmark", "settings=profile", "jdk.CPUTimeSample#enabled=true");
        }
        return new Recordings(folder, name, processes);
    }

    void close() throws IOException {
        for (Map.Entry<Long, String> process : processes.entrySet()) {
            Path file = folder.resolve(name + "-" + process.getValue() + ".jfr");
            jcmd(process.getKey(), "JFR.stop", "name=benchmark", "filename=" + file);
        }
    }

    /** Asks a JVM something with the JDK that runs this one. */
    static String jcmd(long process, String... question) throws IOException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Command.run(java.util.stream.Stream.concat(
                        List.of(program, Long.toString(process)).stream(), java.util.stream.Stream.of(question))
                .toList());
    }
}
