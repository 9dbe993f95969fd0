package gg.tiketi.seat.claim;

import gg.tiketi.seat.platform.IdempotencyKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * Whose claim it is: a hash of account and idempotency key, so that the same request comes back as the same owner and
 * nothing in Redis names a person.
 *
 * @param value 16 bytes in 22 letters of base64url: kept twice per reservation in Redis, so it is short
 */
public record ClaimOwner(String value) {

    /** The owner that a request speaks for. */
    public static ClaimOwner of(UUID accountId, IdempotencyKey key) {
        byte[] hash = IdempotencyKey.sha256(accountId + "|" + key.value());
        return new ClaimOwner(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16)));
    }
}
