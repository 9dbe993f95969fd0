package gg.tiketi.deploy.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a service was built to and how it is started, the same three ways in which images are made. */
public enum Packaging {
    /** Jars on the JVM, as {@code mvn package} leaves them. */
    JVM("target/quarkus-app", "quarkus-run.jar"),
    /** Jars on the JVM with a cache of loaded and linked classes, made by a training run at the first start. */
    AOT("target/aot", "quarkus-run.jar"),
    /** An executable that needs no JVM. */
    NATIVE("target/native", "application");

    /** The service starts without a database, serves nobody, signs nothing that is kept, and ends. */
    private static final Map<String, String> TRAINING = Map.of(
            "QUARKUS_INIT_AND_EXIT", "true",
            "QUARKUS_FLYWAY_MIGRATE_AT_START", "false",
            "QUARKUS_HTTP_PORT", "0",
            "QUARKUS_MANAGEMENT_PORT", "0",
            "DB_PASSWORD", "none",
            "TIKETI_AUTH_KEY_FOLDER", System.getProperty("java.io.tmpdir") + "/tiketi-aot-training",
            "TIKETI_INTERNAL_TOKEN", "no-secret-of-a-training-run-that-serves-nobody");

    private final String folder;
    private final String main;

    Packaging(String folder, String main) {
        this.folder = folder;
        this.main = main;
    }

    /**
     * The packaging of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Packaging named(String name) {
        for (Packaging packaging : values()) {
            if (packaging.label().equals(name)) {
                return packaging;
            }
        }
        throw new IllegalArgumentException("no packaging '" + name + "': one of "
                + Arrays.stream(values()).map(Packaging::label).collect(Collectors.joining(", ")));
    }

    /** Its name on a command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is, for people. */
    public String told() {
        return switch (this) {
            case JVM -> "on the JVM";
            case AOT -> "on the JVM with an AOT cache";
            case NATIVE -> "native executables";
        };
    }

    /** Where Maven leaves the packaged service. */
    Path of(Path checkout, Service service) throws Refusal {
        Path packaged = checkout.resolve(service.module()).resolve(folder);
        if (!Files.isRegularFile(packaged.resolve(main))) {
            throw new Refusal(service.module() + " is not built: " + packaged + " has no " + main);
        }
        return packaged;
    }

    /**
     * Starts a service from the copy that runs.
     *
     * @param heapMegabytes the most heap that it may take
     */
    List<String> command(Path application, int heapMegabytes) {
        String heap = "-Xmx" + heapMegabytes + "m";
        return switch (this) {
            case NATIVE -> List.of(application.resolve(main).toString(), heap);
            case JVM -> java(application, List.of(heap));
            case AOT -> java(application, List.of(heap, "-XX:AOTCache=" + cache(application)));
        };
    }

    /** Does what is to be done once before the first start from that copy. */
    void prepare(Path application, int heapMegabytes, Children children) throws IOException {
        if (this != AOT || Files.exists(cache(application)) && !isOlder(cache(application), application)) {
            return;
        }
        List<String> training =
                java(application, List.of("-Xmx" + heapMegabytes + "m", "-XX:AOTCacheOutput=" + cache(application)));
        List<String> said = new ArrayList<>();
        Process process = children.start("aot-training", training, TRAINING, said::add);
        try {
            if (process.waitFor() != 0 || !Files.exists(cache(application))) {
                throw new Refusal("the training run of " + application.getFileName() + " failed: " + said);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /** Beside the copy: what is in it goes when the package has no such file. */
    private static Path cache(Path application) {
        return application.resolveSibling(application.getFileName() + ".aot");
    }

    private static boolean isOlder(Path cache, Path application) throws IOException {
        long made = Files.getLastModifiedTime(cache).toMillis();
        try (var files = Files.walk(application)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(file).toMillis() > made) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<String> java(Path application, List<String> first) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(first);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                // The classes of a service; by default the heap is collected four times for them while it starts.
                "-XX:MetaspaceSize=128m",
                // The compiler of hot code gives way to the requests that made it hot.
                "-XX:ThreadPriorityPolicy=1",
                "-XX:CompilerThreadPriority=10",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                application.resolve(main).toString()));
        return command;
    }
}
