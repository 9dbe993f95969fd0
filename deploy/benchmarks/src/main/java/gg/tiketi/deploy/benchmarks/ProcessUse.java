package gg.tiketi.deploy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process takes, from {@code /proc}. */
final class ProcessUse {

    private ProcessUse() {}

    /** Kilobytes of memory that are the process's own, in RAM now; files it maps and the kernel's buffers are not in it. */
    static long ownKilobytes(long process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process), "status"))) {
            if (line.startsWith("RssAnon:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no RssAnon of process " + process);
    }

    /** Processes of the whole machine that wanted a processor, averaged over the last minute. */
    static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }
}
