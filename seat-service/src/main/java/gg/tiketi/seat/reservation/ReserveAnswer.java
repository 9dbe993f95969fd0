package gg.tiketi.seat.reservation;

import java.util.List;
import java.util.Optional;

/**
 * What the reserve function in PostgreSQL said.
 *
 * @param outcome its word, see the function's comment
 * @param body the reservation as JSON, when there is one
 * @param taken positions that somebody else has
 * @param number seats the person has already
 */
record ReserveAnswer(String outcome, Optional<String> body, List<Integer> taken, int number) {

    /** The reservation was made just now. */
    static ReserveAnswer placed(String body) {
        return new ReserveAnswer("PLACED", Optional.of(body), List.of(), 0);
    }
}
