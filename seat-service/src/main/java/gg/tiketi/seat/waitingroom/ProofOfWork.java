package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * Find a text such that SHA-256(challenge ‖ "." ‖ text) begins with so many zero bits: hard to find, one hash to check
 * (Hashcash, Back 2002).
 */
@ApplicationScoped
class ProofOfWork implements Challenge {

    private static final int MOST_LETTERS = 32;

    private final WaitingRoomConfig config;

    ProofOfWork(WaitingRoomConfig config) {
        this.config = config;
    }

    @Override
    public String kind() {
        return "proof-of-work";
    }

    @Override
    public int difficulty() {
        return config.proofBits();
    }

    @Override
    public Instant notBefore(Instant now) {
        return now;
    }

    @Override
    public boolean isAnswered(EventId event, UUID account, String asked, String solution) {
        return solution.length() <= MOST_LETTERS
                && zeroBits(Sha256.of((asked + "." + solution).getBytes(StandardCharsets.UTF_8))) >= config.proofBits();
    }

    static int zeroBits(byte[] hash) {
        int bits = 0;
        for (byte one : hash) {
            int zeros = Integer.numberOfLeadingZeros(one & 0xff) - 24;
            bits += zeros;
            if (zeros < Byte.SIZE) {
                break;
            }
        }
        return bits;
    }
}
