package gg.tiketi.seat.integrity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What one check found. */
sealed interface Finding {

    /** What was checked. */
    Invariant invariant();

    /** When. */
    Instant checkedAt();

    /** How long it took. */
    Duration took();

    /**
     * The check was made.
     *
     * @param violations how many contradictions there are, counted up to a limit
     * @param sample the first of them
     */
    record Checked(
            Invariant invariant, Instant checkedAt, Duration took, long violations, List<Map<String, Object>> sample)
            implements Finding {}

    /**
     * The check could not be made, so nothing is known.
     *
     * @param reason what the database said
     */
    record Failed(Invariant invariant, Instant checkedAt, Duration took, String reason) implements Finding {}
}
