package gg.tiketi.auth.session;

import gg.tiketi.auth.platform.Digest;
import java.security.SecureRandom;
import java.util.Base64;

/** 256 random bits that stand for a right password until the code comes. Only their hash is stored. */
record ChallengeToken(String value) {

    /** Longest value worth looking at; a real one has 43 characters. */
    static final int MAX_LENGTH = 128;

    private static final int BYTES = 32;

    /** A new random token. */
    static ChallengeToken create(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new ChallengeToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What is stored. */
    byte[] hash() {
        return Digest.sha256(value);
    }

    /** Never shows the value. */
    @Override
    public String toString() {
        return "ChallengeToken";
    }
}
