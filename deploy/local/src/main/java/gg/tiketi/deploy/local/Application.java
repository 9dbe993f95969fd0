package gg.tiketi.deploy.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A packaged service as Maven leaves it, and the copy of it that runs. */
final class Application {

    private Application() {}

    /** Makes {@code copy} the same as {@code original}, touching only what differs, modification times kept. */
    static void copy(Path original, Path copy) throws IOException {
        for (Path file : list(original)) {
            Path target = copy.resolve(original.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else if (!isSame(file, target)) {
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        for (Path file : list(copy).reversed()) {
            if (!Files.exists(original.resolve(copy.relativize(file).toString()))) {
                Files.delete(file);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    private static boolean isSame(Path file, Path other) throws IOException {
        return Files.exists(other)
                && Files.size(file) == Files.size(other)
                && Files.getLastModifiedTime(file).equals(Files.getLastModifiedTime(other));
    }
}
