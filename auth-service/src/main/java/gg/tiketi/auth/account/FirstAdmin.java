package gg.tiketi.auth.account;

import gg.tiketi.auth.platform.Origin;
import gg.tiketi.auth.platform.SecretFile;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Makes the first administrator with a random password, so that there is never a default one. Later starts find the
 * account and do nothing; of two nodes starting at once the unique address lets one win. A password reaches its file
 * only when its account was really made.
 */
@ApplicationScoped
public class FirstAdmin {

    private static final Logger LOG = Logger.getLogger(FirstAdmin.class);
    private static final String ADMIN = "admin";
    private static final List<String> ROLES = List.of("user", "organizer", ADMIN);
    private static final int PASSWORD_BYTES = 18;

    private final AccountRepository accounts;
    private final PasswordHasher hasher;
    private final AdminConfig config;

    FirstAdmin(AccountRepository accounts, PasswordHasher hasher, AdminConfig config) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.config = config;
    }

    // Waiting is right here: this is the main thread, and nobody may be served before the account exists.
    void makeIfMissing(@Observes StartupEvent started) {
        if (accounts.existsWithRole(ADMIN).await().atMost(config.adminTimeout())) {
            return;
        }
        String password = randomPassword();
        config.adminPasswordFile().ifPresent(SecretFile::checkWritable);
        if (insert(password)) {
            config.adminPasswordFile().ifPresentOrElse(file -> keep(file, password), () -> print(password));
        } else {
            LOG.info("first administrator not made: another node was faster, or the address is taken");
        }
    }

    private boolean insert(String password) {
        NewAccount admin = new NewAccount(new Email(config.adminEmail()), password, "Administrator", null);
        return hasher.hash(password)
                .chain(hash -> accounts.insert(FreshAccount.of(admin, hash, ROLES), Origin.SERVICE))
                .await()
                .atMost(config.adminTimeout())
                .isPresent();
    }

    private static void keep(Path file, String password) {
        SecretFile.write(file, password + System.lineSeparator());
        LOG.info("first administrator made, its password is in the file that was set for it");
    }

    /** Printed, not logged: logs are kept and shipped. */
    private void print(String password) {
        String line = "=".repeat(72);
        System.out.printf(
                "%n%s%n  First administrator: %s%n  Password (shown only now): %s%n%s%n%n",
                line, config.adminEmail(), password, line);
    }

    private static String randomPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
