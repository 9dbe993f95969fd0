package gg.tiketi.deploy.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/** The passwords of one state folder, drawn at the first start and kept as long as the data they open. */
final class RunSecrets {

    private static final String SUPERUSER = "postgres.superuser";
    private static final String REDIS = "redis";
    private static final String INTERNAL_TOKEN = "internal.token";
    private static final String SECOND_FACTOR = "second.factor";

    private final Properties values;

    private RunSecrets(Properties values) {
        this.values = values;
    }

    /** Reads the file and draws what it lacks. */
    static RunSecrets in(Path file) throws IOException {
        Properties values = new Properties();
        if (Files.exists(file)) {
            try (Reader text = Files.newBufferedReader(file)) {
                values.load(text);
            }
        }
        boolean drawn = false;
        List<String> names =
                List.of(SUPERUSER, role("auth"), role("event"), role("seat"), REDIS, INTERNAL_TOKEN, SECOND_FACTOR);
        for (String name : names) {
            drawn |= values.putIfAbsent(name, Secrets.create()) == null;
        }
        if (drawn) {
            write(file, values);
        }
        return new RunSecrets(values);
    }

    private static void write(Path file, Properties values) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        Files.createFile(aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(aside)) {
            out.write(values.stringPropertyNames().stream()
                    .sorted()
                    .map(name -> name + "=" + values.getProperty(name) + "\n")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8));
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String role(String schema) {
        return "postgres." + schema;
    }

    private String value(String name) {
        return Objects.requireNonNull(values.getProperty(name));
    }

    String superuser() {
        return value(SUPERUSER);
    }

    String role(Service service) {
        return value(role(service.schema().orElseThrow()));
    }

    /** Schema name to its role's password. */
    Map<String, String> roles() {
        return Map.of("auth", role(Service.AUTH), "event", role(Service.EVENT), "seat", role(Service.SEAT));
    }

    String redis() {
        return value(REDIS);
    }

    /** What auth-service encrypts authenticators' secrets with. */
    String secondFactor() {
        return value(SECOND_FACTOR);
    }

    String internalToken() {
        return value(INTERNAL_TOKEN);
    }
}
