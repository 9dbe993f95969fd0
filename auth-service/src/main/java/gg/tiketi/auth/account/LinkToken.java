package gg.tiketi.auth.account;

import gg.tiketi.auth.platform.Digest;
import java.security.SecureRandom;
import java.util.Base64;

/** 256 random bits in a mailed link. Only their hash is stored; the value is with whoever reads the mail. */
record LinkToken(String value) {

    /** Longest value worth looking at; a real one has 43 characters. */
    static final int MAX_LENGTH = 128;

    private static final int BYTES = 32;

    /** A new random token. */
    static LinkToken create(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new LinkToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What is stored. */
    byte[] hash() {
        return Digest.sha256(value);
    }

    /** Never shows the value. */
    @Override
    public String toString() {
        return "LinkToken";
    }
}
