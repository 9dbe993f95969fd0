package gg.tiketi.deploy.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A program run to its end. */
final class Command {

    /** The end of what a failed program wrote; the beginning repeats itself. */
    private static final int TOLD_CHARACTERS = 1_000;

    private Command() {}

    /** Runs it and returns what it wrote; fails when it did. */
    static String run(List<String> command) throws IOException {
        return run(command, Map.of());
    }

    /** The same with further environment variables, such as a password that no process list should show. */
    static String run(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IOException(command.getFirst() + " ended with exit code " + exit + ": "
                        + output.substring(Math.max(0, output.length() - TOLD_CHARACTERS)));
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
        return output;
    }
}
