package gg.tiketi.defaults.token;

import java.security.PublicKey;
import java.util.Optional;

/** The public keys that may have signed an access token. auth-service knows its own; the others read the JWKS. */
public interface VerificationKeys {

    /** The key with the given {@code kid}; empty when unknown, which means the token is refused. */
    Optional<PublicKey> byKeyId(String keyId);

    /** Whether any key is known; before that every token is refused. */
    boolean isReady();
}
