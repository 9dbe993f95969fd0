package gg.tiketi.seat.platform;

import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The caller's name for one intended effect, with a hash of what was asked, so that a repetition is recognised and a
 * different request under the same name is refused.
 *
 * @param value 8-64 characters of {@code [A-Za-z0-9._-]}
 * @param bodyHash SHA-256 over the request's canonical text
 */
public record IdempotencyKey(String value, byte[] bodyHash) {

    /** The request header that carries it. */
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    /**
     * Checks the header and hashes what is asked.
     *
     * @throws ProblemException when the header is missing or not acceptable
     */
    public static IdempotencyKey of(@Nullable String header, String canonicalRequest) {
        if (header == null || header.isBlank()) {
            throw new ProblemException(Problem.of(SeatProblem.IDEMPOTENCY_KEY_REQUIRED));
        }
        if (!ACCEPTABLE.matcher(header).matches()) {
            throw new ProblemException(Problem.of(SeatProblem.IDEMPOTENCY_KEY_REQUIRED)
                    .detail("Idempotency-Key must be 8-64 characters of A-Z a-z 0-9 . _ -"));
        }
        return new IdempotencyKey(header, sha256(canonicalRequest));
    }

    /** SHA-256 of a text. */
    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
