package gg.tiketi.deploy.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The administrator's sign-in that auth-service made at its first start. */
public record Administrator(String email, String password) {

    /** Chosen by the launcher, told to auth-service and to the person at the terminal. */
    static final String EMAIL = "admin@tiketi.gg";

    /** Reads the file that holds the password and removes it, so that it is told once. */
    static Optional<Administrator> takeFrom(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String password = Files.readString(file, StandardCharsets.UTF_8).strip();
        Files.delete(file);
        return Optional.of(new Administrator(EMAIL, password));
    }

    @Override
    public String toString() {
        return email;
    }
}
