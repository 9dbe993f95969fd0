package gg.tiketi.event.change;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;

/**
 * A stretch of the feed.
 *
 * @param incarnation names this database's feed; a cursor of another one is worthless
 * @param last the highest number written so far, 0 when there is none
 * @param changes in ascending order of number
 */
@RegisterForReflection
public record ChangePage(UUID incarnation, long last, List<Change> changes) {

    public ChangePage {
        changes = List.copyOf(changes);
    }

    /** One change: the event as it was then, as JSON text. */
    @RegisterForReflection
    public record Change(long number, @JsonRawValue String event) {}
}
