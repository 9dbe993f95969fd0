package gg.tiketi.deploy.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A tiny shell process that holds the other end of a pipe. When this process ends without a word, however it was
 * killed, the pipe closes and the watchdog stops the processes it was told of, in order.
 */
final class Watchdog implements AutoCloseable {

    private final Process process;

    private Watchdog(Process process) {
        this.process = process;
    }

    static Watchdog start() throws IOException {
        String script;
        try (InputStream text = Watchdog.class.getResourceAsStream("watchdog.sh")) {
            if (text == null) {
                throw new IOException("watchdog.sh is missing in this build");
            }
            script = new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
        return new Watchdog(new ProcessBuilder(Processes.detached(List.of("sh", "-c", script, "tiketi-watchdog")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    void started(long processId, String name) throws IOException {
        tell("started " + processId + " " + name);
    }

    private void tell(String line) throws IOException {
        OutputStream pipe = process.getOutputStream();
        pipe.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        pipe.flush();
    }

    /** Dismisses it: all processes are stopped. */
    @Override
    public void close() {
        try {
            tell("done");
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException gone) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
