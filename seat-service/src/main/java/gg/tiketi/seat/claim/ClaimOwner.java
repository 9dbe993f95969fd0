package gg.tiketi.seat.claim;

import gg.tiketi.seat.platform.IdempotencyKey;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Whose claim it is: a hash of account and idempotency key, so that the same request comes back as the same owner and
 * nothing in Redis names a person.
 *
 * @param value 32 hexadecimal digits
 */
public record ClaimOwner(String value) {

    /** The owner that a request speaks for. */
    public static ClaimOwner of(UUID accountId, IdempotencyKey key) {
        byte[] hash = IdempotencyKey.sha256(accountId + "|" + key.value());
        return new ClaimOwner(HexFormat.of().formatHex(hash, 0, 16));
    }
}
