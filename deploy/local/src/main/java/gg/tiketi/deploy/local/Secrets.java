package gg.tiketi.deploy.local;

import java.security.SecureRandom;
import java.util.Base64;

/** Random secrets, so that no password or key of ours is ever a default. */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** A URL-safe secret of 192 random bits, 32 characters. */
    public static String create() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
