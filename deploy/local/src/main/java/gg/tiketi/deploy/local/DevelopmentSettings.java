package gg.tiketi.deploy.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The {@code .env} file in a service's folder, which {@code quarkus:dev} reads: it points the service at the backends of
 * the local run. Lives as long as the run; never takes the place of a file that somebody else wrote.
 */
final class DevelopmentSettings {

    private static final String FIRST_LINE = "# Written by deploy/run, removed when it stops.";

    private final Path checkout;
    private final List<Path> written = new ArrayList<>();

    DevelopmentSettings(Path checkout) {
        this.checkout = checkout;
    }

    void write(Service service, Map<String, String> settings) throws IOException {
        Path file = checkout.resolve(service.module()).resolve(".env");
        if (Files.exists(file)
                && !Files.readString(file, StandardCharsets.UTF_8).startsWith(FIRST_LINE)) {
            throw new Refusal(file + " is not deploy/run's: move it away to develop " + service.module());
        }
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        written.add(file);
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        settings.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    void remove() throws IOException {
        for (Path file : written) {
            Files.deleteIfExists(file);
        }
    }
}
