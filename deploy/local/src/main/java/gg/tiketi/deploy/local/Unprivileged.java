package gg.tiketi.deploy.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL refuses to run as root. For root its commands start inside a user namespace of their own, where root has
 * no privilege and no name; an ordinary user's commands start as they are.
 */
final class Unprivileged {

    private Unprivileged() {}

    static List<String> command(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> prefixed = new ArrayList<>(List.of("unshare", "--user"));
        prefixed.addAll(command);
        return prefixed;
    }

    /** Explains why PostgreSQL cannot run for this user, or nothing when it can. */
    static java.util.Optional<String> obstacle() {
        if (!isRoot()) {
            return java.util.Optional.empty();
        }
        try {
            int exit = new ProcessBuilder("unshare", "--user", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            return exit == 0
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(
                            "PostgreSQL does not run as root and user namespaces are off here: use an ordinary user");
        } catch (IOException missing) {
            return java.util.Optional.of(
                    "PostgreSQL does not run as root and 'unshare' (util-linux) is missing: use an ordinary user");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return java.util.Optional.of("interrupted");
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name")) && !isWindows();
    }

    private static boolean isWindows() {
        return Path.of("/").getFileSystem().getSeparator().equals("\\");
    }
}
