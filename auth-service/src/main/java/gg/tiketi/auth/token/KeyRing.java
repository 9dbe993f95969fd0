package gg.tiketi.auth.token;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The keys in use, oldest first and never none. All of them verify; the newest that has been published long enough
 * signs, and while none has been, the oldest.
 */
record KeyRing(List<SigningKey> keys) {

    KeyRing {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a key ring needs a key");
        }
    }

    /** The key to sign with. */
    SigningKey signer(Instant now, Duration publishAhead) {
        return keys.reversed().stream()
                .filter(key -> !key.createdAt().plus(publishAhead).isAfter(now))
                .findFirst()
                .orElseGet(keys::getFirst);
    }

    /** The key with this {@code kid}. */
    Optional<SigningKey> find(String keyId) {
        return keys.stream().filter(key -> key.keyId().equals(keyId)).findFirst();
    }
}
