package gg.tiketi.auth.token;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import org.jose4j.jwk.RsaJsonWebKey;

/**
 * An RSA key that signs access tokens.
 *
 * @param keyId the key's thumbprint (RFC 7638), so that the same key always has the same {@code kid}
 * @param createdAt when it was made
 */
record SigningKey(String keyId, Instant createdAt, PrivateKey privateKey, RSAPublicKey publicKey) {

    private static final int BITS = 2048;
    private static final int PEM_LINE = 64;
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    /** A new random key. */
    static SigningKey create(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            return of(now, pair.getPrivate(), (RSAPublicKey) pair.getPublic());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has RSA", impossible);
        }
    }

    /** Reads a PKCS#8 PEM text; the public half is computed from it. */
    static SigningKey fromPem(String pem, Instant createdAt) {
        try {
            String base64 = pem.replace(BEGIN, "").replace(END, "").replaceAll("\\s", "");
            KeyFactory factory = KeyFactory.getInstance("RSA");
            RSAPrivateCrtKey key = (RSAPrivateCrtKey) factory.generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
            RSAPublicKeySpec half = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
            return of(createdAt, key, (RSAPublicKey) factory.generatePublic(half));
        } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException malformed) {
            throw new IllegalArgumentException("not an RSA key in PKCS#8 PEM", malformed);
        }
    }

    /** The private key as PKCS#8 PEM. */
    String toPem() {
        String base64 = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(privateKey.getEncoded());
        return BEGIN + "\n" + base64 + "\n" + END + "\n";
    }

    /** Never shows the private key. */
    @Override
    public String toString() {
        return "SigningKey " + keyId;
    }

    private static SigningKey of(Instant createdAt, PrivateKey privateKey, RSAPublicKey publicKey) {
        String keyId = new RsaJsonWebKey(publicKey).calculateBase64urlEncodedThumbprint("SHA-256");
        return new SigningKey(keyId, createdAt, privateKey, publicKey);
    }
}
