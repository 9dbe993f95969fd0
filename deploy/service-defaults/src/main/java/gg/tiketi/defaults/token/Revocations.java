package gg.tiketi.defaults.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** The sign-ins that were ended early: their access tokens are refused although they have not expired. */
public interface Revocations {

    /** Whether the sign-in with this {@link #fingerprint} was ended; asked with every request, so it never waits. */
    boolean contains(String fingerprint);

    /**
     * What stands for a sign-in outside of auth-service: the first 96 bits of SHA-256 of its id as base64url, 16
     * characters. Two sign-ins share one with a chance below 10⁻¹⁸ in a list of 10,000.
     *
     * @param sessionId the {@code sid} of an access token
     */
    static String fingerprint(String sessionId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(sessionId.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 12));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
