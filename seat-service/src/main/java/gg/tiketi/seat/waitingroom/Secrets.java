package gg.tiketi.seat.waitingroom;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What this service signs with: one secret, the same on all nodes, from which a key for each use is derived. Short-lived
 * things that only this service reads get an HMAC (a few microseconds); what others shall verify an Ed25519 signature.
 */
@ApplicationScoped
class Secrets {

    private static final int KEPT = 16;

    private final byte[] secret;
    private final KeyPair receipts;

    Secrets(WaitingRoomConfig config) {
        this.secret = config.secret().getBytes(StandardCharsets.UTF_8);
        this.receipts = derived(mac("receipts", new byte[0]));
    }

    /** The first 16 bytes of HMAC-SHA256 over what is signed, under a key of its own for the use. */
    byte[] sign(String use, byte[] signed) {
        return Arrays.copyOf(mac(use, signed), KEPT);
    }

    /** Whether {@link #sign} gave this; takes the same time whatever differs. */
    boolean isSigned(String use, byte[] signed, byte[] signature) {
        return MessageDigest.isEqual(sign(use, signed), signature);
    }

    /** An Ed25519 signature that anybody can verify. */
    byte[] signPublicly(byte[] signed) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(receipts.getPrivate());
            signature.update(signed);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The public key of {@link #signPublicly}, as X.509 SubjectPublicKeyInfo. */
    byte[] publicKey() {
        return receipts.getPublic().getEncoded();
    }

    private byte[] mac(String use, byte[] signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(("tiketi-waiting-room|" + use + "|").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** An Ed25519 key is 32 random bytes (RFC 8032, 5.1.5), so the generator makes it of any 32 bytes it is given. */
    private static KeyPair derived(byte[] bytes) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new Given(bytes));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes;

        Given(byte[] bytes) {
            super(null, null);
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] wanted) {
            System.arraycopy(bytes, 0, wanted, 0, wanted.length);
        }
    }
}
