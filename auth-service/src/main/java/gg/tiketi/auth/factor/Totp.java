package gg.tiketi.auth.factor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords as every authenticator app makes them: RFC 6238 over RFC 4226's truncation, SHA-1, six
 * digits, steps of 30 s.
 */
final class Totp {

    /** Digits of a code. */
    static final int DIGITS = 6;

    /** Length of a step. */
    static final Duration STEP = Duration.ofSeconds(30);

    /** Steps that the two clocks may differ, in either direction. */
    private static final int DRIFT = 1;

    private static final int MODULUS = 1_000_000;
    private static final String ALGORITHM = "HmacSHA1";

    private Totp() {}

    /** The step that a moment is in. */
    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP.toSeconds());
    }

    /** The code of a step (HOTP with the step as counter). */
    static String code(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xF;
            int truncated = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
            return ("%0" + DIGITS + "d").formatted(truncated % MODULUS);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-1", impossible);
        }
    }

    /**
     * The step whose code this is, if it is near enough and later than the last one used: a code counts once, and so does
     * every older one.
     *
     * @param lastUsed the newest step whose code was used; 0 for none
     */
    static OptionalLong match(byte[] secret, String code, Instant now, long lastUsed) {
        long current = step(now);
        OptionalLong found = OptionalLong.empty();
        // All are compared, so that the time tells nothing.
        for (long step = current - DRIFT; step <= current + DRIFT; step++) {
            boolean same = MessageDigest.isEqual(
                    code(secret, step).getBytes(StandardCharsets.US_ASCII), code.getBytes(StandardCharsets.UTF_8));
            if (same && step > lastUsed) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }
}
