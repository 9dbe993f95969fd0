package gg.tiketi.seat.platform;

import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * Names an account where its id must not stand, such as in what passes through Redis: a hash of the id, which nobody can
 * turn back, because ids are random.
 *
 * @param value 16 bytes of SHA-256 in 22 letters of base64url
 */
public record AccountKey(String value) {

    private static final int BYTES = 16;

    /** The key of an account. */
    public static AccountKey of(UUID accountId) {
        byte[] hash = IdempotencyKey.sha256("account|" + accountId);
        return new AccountKey(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES)));
    }
}
