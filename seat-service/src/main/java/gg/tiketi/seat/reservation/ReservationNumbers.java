package gg.tiketi.seat.reservation;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;

/** What must not be guessed about a reservation: its number, and when its seats come back. */
@ApplicationScoped
public class ReservationNumbers {

    /** No letters or digits that read alike. */
    private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    private static final int LENGTH = 10;

    private final SecureRandom random = new SecureRandom();

    /** {@code T-} and 10 characters, 49 random bits; the column is unique besides. */
    String number() {
        StringBuilder number = new StringBuilder("T-");
        for (int i = 0; i < LENGTH; i++) {
            number.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return number.toString();
    }

    /** A random time from 0 to the limit. */
    public Duration returnDelay(Duration limit) {
        return limit.isZero() ? limit : Duration.ofMillis(random.nextLong(limit.toMillis() + 1));
    }
}
