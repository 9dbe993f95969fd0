package gg.tiketi.seat.waitingroom;

import java.time.Instant;
import java.util.Optional;

/**
 * The draw of one generation, as far as it has come.
 *
 * @param generation of the room
 * @param seed 32 secret bytes, public once it was drawn
 * @param seedHash their SHA-256, public from the start
 * @param firstPlace the first place of the lobby, once that is closed
 * @param lastPlace the last
 * @param frozenChange places that had ended with this change take no part
 * @param root over all places that take part
 * @param size how many
 * @param rootAt when the root became public
 * @param beaconSource who named the value
 * @param beaconValue the number that nobody could know when the root became public
 * @param beaconAt when it was known here
 * @param drawnAt when the line began to move
 */
record DrawRecord(
        int generation,
        byte[] seed,
        byte[] seedHash,
        Optional<Integer> firstPlace,
        Optional<Integer> lastPlace,
        Optional<Long> frozenChange,
        Optional<byte[]> root,
        Optional<Integer> size,
        Optional<Instant> rootAt,
        Optional<String> beaconSource,
        Optional<String> beaconValue,
        Optional<Instant> beaconAt,
        Optional<Instant> drawnAt) {}
