package gg.tiketi.seat.waitingroom;

import java.nio.ByteBuffer;
import java.util.UUID;

/** A place's public name: a commitment to its owner, who alone can open it, with the salt of the receipt. */
final class PlaceIds {

    /** Random bytes in a salt. */
    static final int SALT = 16;

    private static final int ID_BYTES = 16;

    private PlaceIds() {}

    /** SHA-256(account id ‖ salt). */
    static byte[] of(UUID account, byte[] salt) {
        ByteBuffer id = ByteBuffer.allocate(ID_BYTES)
                .putLong(account.getMostSignificantBits())
                .putLong(account.getLeastSignificantBits());
        return Sha256.of(id.array(), salt);
    }
}
