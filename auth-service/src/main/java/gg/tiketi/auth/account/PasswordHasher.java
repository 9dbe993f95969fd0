package gg.tiketi.auth.account;

import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
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
 * it was made with; those of an older cost, and bcrypt's of the replaced system, still match and are then
 * {@link #isOutdated outdated}. Fails with {@link java.util.concurrent.RejectedExecutionException} when too many wait.
 */
@ApplicationScoped
public class PasswordHasher {

    /** How every bcrypt hash begins: {@code $2a$}, {@code $2b$}, {@code $2y$}. */
    private static final String BCRYPT = "$2";

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
        return workers.submit(() -> isBcrypt(hash)
                ? BcryptFunction.getInstanceFromHash(hash).check(asTyped(password), ascii(hash))
                : Argon2Function.getInstanceFromHash(hash).check(bytes(password), ascii(hash)));
    }

    /** Whether the hash was made in another way than today's are, so that it is worth making anew. */
    boolean isOutdated(String hash) {
        return isBcrypt(hash) || !Argon2Function.getInstanceFromHash(hash).equals(function);
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

    private static boolean isBcrypt(String hash) {
        return hash.startsWith(BCRYPT);
    }

    /** The replaced system hashed what arrived, in whatever Unicode form. */
    private static byte[] asTyped(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /** The same password typed on another system may arrive in another Unicode form. */
    private static byte[] bytes(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String hash) {
        return hash.getBytes(StandardCharsets.US_ASCII);
    }
}
