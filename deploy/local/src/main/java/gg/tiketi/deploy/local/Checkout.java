package gg.tiketi.deploy.local;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in a checkout of the project. */
public final class Checkout {

    private Checkout() {}

    /** The checkout's top folder, found upwards from the working directory. */
    public static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("deploy/local")) && Files.isRegularFile(folder.resolve("pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not inside a checkout of Tiketi: " + start);
    }

    /** Everything the local run keeps: databases, secrets, unpacked executables. Ignored by git, safe to delete. */
    public static Path state() {
        return root().resolve(".tiketi");
    }

    /** Unpacked PostgreSQL and Redis executables. */
    public static Path cache() {
        return state().resolve("cache");
    }
}
