package gg.tiketi.deploy.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The administrator's sign-in that auth-service made at its first start. */
public record Administrator(String email, String password) {

    private static final String USUAL_EMAIL = "admin@tiketi.gg";

    /** Reads the file and removes it, so that the password is told once: {@code <email> <password>}, or the password. */
    static Optional<Administrator> takeFrom(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] words = Files.readString(file, StandardCharsets.UTF_8).strip().split("\\s+");
        Files.delete(file);
        return Optional.of(
                words.length > 1 ? new Administrator(words[0], words[1]) : new Administrator(USUAL_EMAIL, words[0]));
    }

    @Override
    public String toString() {
        return email;
    }
}
