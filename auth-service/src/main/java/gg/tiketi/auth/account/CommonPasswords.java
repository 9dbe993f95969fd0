package gg.tiketi.auth.account;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Reads the bundled list of common passwords, once. */
class CommonPasswords {

    private static final String LIST = "/common-passwords.txt";

    @Produces
    @Singleton
    PasswordPolicy policy() {
        return new PasswordPolicy(read());
    }

    static Set<String> read() {
        try (InputStream list = CommonPasswords.class.getResourceAsStream(LIST)) {
            if (list == null) {
                throw new IllegalStateException("missing resource " + LIST);
            }
            return Set.copyOf(new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
