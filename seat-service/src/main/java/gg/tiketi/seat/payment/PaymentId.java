package gg.tiketi.seat.payment;

import java.util.UUID;

/**
 * Names one attempt to take money; also the key under which the provider knows it, so that asking twice charges once.
 *
 * @param value a UUIDv7
 */
public record PaymentId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
