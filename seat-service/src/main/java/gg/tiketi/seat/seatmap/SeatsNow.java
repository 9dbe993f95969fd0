package gg.tiketi.seat.seatmap;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All seats of an event at one position.
 *
 * @param eventId the event
 * @param epoch position's epoch
 * @param version position's version
 * @param asOf the server's time when these states were written down, at most a quarter of a second ago
 * @param counts places by state, standing included
 * @param states base64, two bits a seat in plan order
 */
@RegisterForReflection
public record SeatsNow(UUID eventId, long epoch, long version, Instant asOf, Counts counts, String states) {

    /** Places by state, and what is left of each standing section. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Counts(
            int available,
            int held,
            int sold,
            int blocked,
            @Nullable List<Standing> standing) {}

    /** A standing section's remaining places. */
    @RegisterForReflection
    public record Standing(String section, int available, int capacity) {}
}
