package gg.tiketi.seat.waitingroom;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody's place in a room.
 *
 * @param number in the order of joining, 1 and up over all generations
 * @param generation of the room when it was given
 * @param accountId whose it is
 * @param placeId SHA-256 of account and salt: names the place in public without naming the person
 * @param salt 16 bytes that only the owner is told
 * @param state where it is
 * @param rank the order of admission; 0 before the draw
 * @param admission its admission, once it was admitted
 * @param admittedAt when
 * @param expiresAt when the admission ends unless it is renewed
 * @param fromLine false for those who were buying already when the room opened
 */
record Place(
        int number,
        int generation,
        UUID accountId,
        byte[] placeId,
        byte[] salt,
        State state,
        int rank,
        Optional<UUID> admission,
        Optional<Instant> admittedAt,
        Optional<Instant> expiresAt,
        boolean fromLine) {

    /** Where a place can be; the last five are ends. */
    enum State {
        /** Waits for the draw. */
        LOBBY,
        /** In line. */
        WAITING,
        /** May reserve. */
        ADMITTED,
        /** Given up by its owner. */
        LEFT,
        /** Nothing was heard of its owner. */
        SILENT,
        /** The admission's time was over. */
        EXPIRED,
        /** Its owner has bought. */
        COMPLETED,
        /** The room closed. */
        CLOSED;

        boolean isLive() {
            return this == LOBBY || this == WAITING || this == ADMITTED;
        }
    }

    boolean isAdmittedAt(Instant now) {
        return state == State.ADMITTED && expiresAt.filter(now::isBefore).isPresent();
    }

    String placeIdHex() {
        return HexFormat.of().formatHex(placeId);
    }

    String saltHex() {
        return HexFormat.of().formatHex(salt);
    }
}
