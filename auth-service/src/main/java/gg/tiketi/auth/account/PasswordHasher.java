package gg.tiketi.auth.account;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import gg.tiketi.auth.platform.CpuWorkers;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;

/**
 * Hashes and checks passwords with argon2id, on its own few threads. Hashes are PHC strings, so each one names the cost
 * it was made with. Fails with {@link java.util.concurrent.RejectedExecutionException} when too many wait.
 */
@ApplicationScoped
public class PasswordHasher {

    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final Argon2Function function;
    private final CpuWorkers workers;
    private final SecureRandom random = new SecureRandom();
    private final String hashOfNoPassword;

    PasswordHasher(PasswordConfig config) {
        this.function = Argon2Function.getInstance(config.memoryKib(), config.passes(), LANES, HASH_BYTES, Argon2.ID);
        this.workers = new CpuWorkers("password", config.threads(), config.queue());
        byte[] unguessable = new byte[HASH_BYTES];
        random.nextBytes(unguessable);
        this.hashOfNoPassword = hashNow(unguessable);
    }

    /** The PHC string of a password. */
    Uni<String> hash(String password) {
        return workers.submit(() -> hashNow(bytes(password)));
    }

    /** Whether the hash is this password's. */
    Uni<Boolean> matches(String password, String hash) {
        return workers.submit(() -> function(hash).check(bytes(password), ascii(hash)));
    }

    /** Takes as long as {@link #matches} and is never true: an unknown account must not answer faster. */
    Uni<Boolean> matchesNobody(String password) {
        return matches(password, hashOfNoPassword).replaceWith(false);
    }

    @PreDestroy
    void stop() {
        workers.close();
    }

    private String hashNow(byte[] password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return function.hash(password, salt).getResult();
    }

    /** A hash is checked at the cost it was made with, which may be an older setting than today's. */
    private static Argon2Function function(String hash) {
        return Argon2Function.getInstanceFromHash(hash);
    }

    /** The same password typed on another system may arrive in another Unicode form. */
    private static byte[] bytes(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String hash) {
        return hash.getBytes(StandardCharsets.US_ASCII);
    }
}
