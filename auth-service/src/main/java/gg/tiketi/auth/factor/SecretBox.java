package gg.tiketi.auth.factor;

import gg.tiketi.auth.platform.StartRefused;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps authenticator secrets unreadable in the database (AES-256-GCM, bound to their account) and makes recovery codes
 * worthless without the key (HMAC-SHA-256). The first key is used, older ones still open what was made with them.
 */
final class SecretBox {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String HMAC = "HmacSHA256";
    private static final int LEAST_LENGTH = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final List<Keys> keys;
    private final SecureRandom random = new SecureRandom();

    /** With the keys of the settings, perhaps none. */
    static SecretBox of(FactorConfig config) {
        return new SecretBox(config.keys().orElse(List.of()));
    }

    /** With random texts, the newest first; refuses the start when one is too short to be a secret. */
    SecretBox(List<String> texts) {
        this.keys = texts.stream().map(Keys::of).toList();
    }

    /** One purpose, one key: both come from the same text. */
    private record Keys(byte[] cipher, byte[] digest) {

        static Keys of(String text) {
            byte[] secret = text.strip().getBytes(StandardCharsets.UTF_8);
            if (secret.length < LEAST_LENGTH) {
                throw StartRefused.because("each of TIKETI_AUTH_SECOND_FACTOR_KEYS must be a random text of at least "
                        + LEAST_LENGTH + " characters");
            }
            return new Keys(hmac(secret, "authenticator secrets"), hmac(secret, "recovery codes"));
        }
    }

    /** The secret as it may be stored. */
    byte[] seal(UUID account, byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.getFirst().cipher(), account, nonce)
                    .doFinal(secret);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot encrypt", impossible);
        }
    }

    /** The secret again; fails when no key opens it. */
    byte[] open(UUID account, byte[] stored) {
        byte[] nonce = Arrays.copyOf(stored, NONCE_BYTES);
        for (Keys key : keys) {
            try {
                return cipher(Cipher.DECRYPT_MODE, key.cipher(), account, nonce)
                        .doFinal(stored, NONCE_BYTES, stored.length - NONCE_BYTES);
            } catch (GeneralSecurityException anotherKey) {
                // The next one may fit.
            }
        }
        throw new IllegalStateException("no key opens the stored second factor");
    }

    /** What may be stored of a recovery code: first as it is made today, then as older keys made it. */
    List<byte[]> digests(UUID account, String code) {
        return keys.stream()
                .map(key -> hmac(key.digest(), account + "|" + code))
                .toList();
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
        }
    }

    private static Cipher cipher(int mode, byte[] key, UUID account, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(account.toString().getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}
